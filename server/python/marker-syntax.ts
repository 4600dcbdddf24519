import type { SyntaxProblem } from './model.ts';
import { normalizeName } from './names.ts';
import { decodePythonString } from './python-string.ts';
import { Scanner } from './scanner.ts';

/** A parsed PEP 508 marker. */
export interface Marker {
  /** As it is written, or as `formatMarker` prints a made one. */
  readonly text: string;
  readonly expression: MarkerExpression;
}

export type MarkerExpression = MarkerComparison | MarkerJunction;

/** `and` and `or` of at least two members; none of an `and` is an `and`, none of an `or` an `or`, unless in parentheses. */
export interface MarkerJunction {
  readonly kind: 'and' | 'or';
  readonly members: readonly MarkerExpression[];
}

export interface MarkerComparison {
  readonly kind: 'comparison';
  readonly left: MarkerOperand;
  readonly operator: MarkerOperator;
  readonly right: MarkerOperand;
}

export interface MarkerOperand {
  readonly kind: 'variable' | 'value';
  /** A variable's name in its present spelling (`os.name` is `os_name`); a string's value. */
  readonly text: string;
  /** In the marker's text, quotes included. */
  readonly span: { readonly start: number; readonly end: number };
}

export type MarkerOperator = '===' | '==' | '~=' | '!=' | '<=' | '>=' | '<' | '>' | 'in' | 'not in';

/** Reads a whole text as a marker. Nesting beyond 200 parentheses is a problem, as it is to Python's own readers. */
export function parseMarker(text: string): Marker | SyntaxProblem {
  const scanner = new Scanner(text);
  const expression = scanMarker(scanner);
  if (expression !== null && !scanner.atEnd) scanner.fail('Expected end of marker expression');
  if (expression === null || scanner.problem !== null)
    return scanner.problem ?? { problem: 'Invalid marker', span: { start: 0, end: text.length } };
  return { text, expression };
}

/** Reads a marker where the scanner stands; null with a problem noted if there is none. */
export function scanMarker(scanner: Scanner): MarkerExpression | null {
  return scanAlternatives(scanner, 0);
}

const deepest = 200;

function scanAlternatives(scanner: Scanner, depth: number): MarkerExpression | null {
  const alternatives: MarkerExpression[][] = [[]];
  for (;;) {
    const atom = scanAtom(scanner, depth);
    if (atom === null) return null;
    alternatives.at(-1)?.push(atom);
    const link = scanner.take(/\b(?:or|and)\b/y);
    if (link === null)
      return joined(
        'or',
        alternatives.map((members) => joined('and', members)),
      );
    if (link === 'or') alternatives.push([]);
  }
}

/** One member alone is not a junction; a junction of the same kind in parentheses is taken apart. */
export function joined(kind: 'and' | 'or', members: readonly MarkerExpression[]): MarkerExpression {
  const [first] = members;
  if (first !== undefined && members.length === 1) return first;
  return {
    kind,
    members: members.flatMap((member) => (member.kind === kind ? member.members : [member])),
  };
}

function scanAtom(scanner: Scanner, depth: number): MarkerExpression | null {
  scanner.skipSpace();
  const open = scanner.position;
  if (scanner.take(/\(/y) === null) return scanComparison(scanner);
  if (depth >= deepest) return scanner.fail('The marker is nested too deeply', open);
  const inner = scanAlternatives(scanner, depth + 1);
  if (inner === null) return null;
  scanner.skipSpace();
  if (scanner.take(/\)/y) === null)
    return scanner.fail('Expected a closing parenthesis for this one', open);
  scanner.skipSpace();
  return inner;
}

function scanComparison(scanner: Scanner): MarkerComparison | null {
  const left = scanOperand(scanner);
  if (left === null) return null;
  scanner.skipSpace();
  const operator = scanOperator(scanner);
  if (operator === null) return null;
  scanner.skipSpace();
  const right = scanOperand(scanner);
  if (right === null) return null;
  scanner.skipSpace();
  return withNormalExtra({ kind: 'comparison', left, operator, right });
}

const sets: ReadonlySet<string> = new Set(['extras', 'dependency_groups']);

/** PEP 685: names that are compared with extras are normalised, as packaging does when it reads them. */
function withNormalExtra(comparison: MarkerComparison): MarkerComparison {
  const { left, right } = comparison;
  if (left.kind === 'variable' && left.text === 'extra' && right.kind === 'value')
    return { ...comparison, right: { ...right, text: normalizeName(right.text) } };
  if (right.kind === 'variable' && left.kind === 'value')
    if (right.text === 'extra' || sets.has(right.text))
      return { ...comparison, left: { ...left, text: normalizeName(left.text) } };
  return comparison;
}

const variable =
  /\b(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b/y;

function scanOperand(scanner: Scanner): MarkerOperand | null {
  const start = scanner.position;
  const name = scanner.take(variable);
  if (name !== null)
    return { kind: 'variable', text: presentName(name), span: { start, end: scanner.position } };
  const quoted = scanner.take(/'[^']*'|"[^"]*"/y);
  if (quoted === null) return scanner.fail('Expected a marker variable or quoted string');
  const text = decodePythonString(quoted.slice(1, -1));
  if (text === null) return scanner.fail('Invalid quoted string', start);
  return { kind: 'value', text, span: { start, end: scanner.position } };
}

/** `os.name` is now `os_name`. */
export function presentName(name: string): string {
  const underscored = name.replace('.', '_');
  return underscored === 'python_implementation' ? 'platform_python_implementation' : underscored;
}

function scanOperator(scanner: Scanner): MarkerOperator | null {
  const written = scanner.take(/\bin\b|\bnot\b[ \t]+in\b|===|==|~=|!=|<=|>=|<|>/y);
  const operator =
    written?.startsWith('not') === true ? 'not in' : operators.find((each) => each === written);
  return (
    operator ??
    scanner.fail('Expected marker operator, one of <=, <, !=, ==, >=, >, ~=, ===, in, not in')
  );
}

const operators: readonly MarkerOperator[] = ['===', '==', '~=', '!=', '<=', '>=', '<', '>', 'in'];
