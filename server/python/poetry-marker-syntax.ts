import {
  joined,
  presentName,
  type Marker,
  type MarkerComparison,
  type MarkerExpression,
  type MarkerOperand,
  type MarkerOperator,
} from './marker-syntax.ts';
import type { SyntaxProblem } from './model.ts';
import { conditionOf } from './poetry-marker-condition.ts';
import { Scanner } from './scanner.ts';

/**
 * Reads a marker by Poetry's grammar (poetry-core 2.5), which differs from packaging's: strings are
 * taken as they are written, each comparison has one variable, and each must make a constraint.
 * Poetry takes the empty text and `*` for no condition; null stands for that.
 */
export function parsePoetryMarker(text: string): Marker | SyntaxProblem | null {
  if (text === '' || text === '*') return null;
  const scanner = new Scanner(text);
  const expression = scanPoetryMarker(scanner);
  if (expression !== null && !scanner.atEnd)
    scanner.fail('Expected and, or, or the end of the marker');
  if (expression === null || scanner.problem !== null)
    return scanner.problem ?? { problem: 'Invalid marker', span: { start: 0, end: text.length } };
  return { text, expression };
}

const deepest = 200;

/** Reads a marker where the scanner stands; null with a problem noted if there is none. */
export function scanPoetryMarker(scanner: Scanner, depth: number = 0): MarkerExpression | null {
  const alternatives: MarkerExpression[][] = [[]];
  for (;;) {
    const atom = scanAtom(scanner, depth);
    if (atom === null) return null;
    alternatives.at(-1)?.push(atom);
    scanner.skipSpace();
    const link = scanner.take(/and|or/y);
    if (link === null)
      return joined(
        'or',
        alternatives.map((members) => joined('and', members)),
      );
    if (link === 'or') alternatives.push([]);
  }
}

function scanAtom(scanner: Scanner, depth: number): MarkerExpression | null {
  scanner.skipSpace();
  const open = scanner.position;
  if (scanner.take(/\(/y) === null) return scanComparison(scanner);
  if (depth >= deepest) return scanner.fail('The marker is nested too deeply', open);
  const inner = scanPoetryMarker(scanner, depth + 1);
  if (inner === null) return null;
  if (scanner.take(/\)/y) === null)
    return scanner.fail('Expected a closing parenthesis for this one', open);
  return inner;
}

function scanComparison(scanner: Scanner): MarkerComparison | null {
  const start = scanner.position;
  const left = scanVariable(scanner) ?? scanString(scanner);
  if (left === null) return scanner.fail('Expected a marker variable or quoted string');
  scanner.skipSpace();
  const written = scanner.take(/===|==|>=|<=|>|<|!=|~=|not in|in/y);
  const operator = operators.find((each) => each === written);
  if (operator === undefined)
    return scanner.fail('Expected one of <=, <, !=, ==, >=, >, ~=, ===, in, not in');
  scanner.skipSpace();
  const right = left.kind === 'variable' ? scanString(scanner) : scanVariable(scanner);
  if (right === null)
    return scanner.fail(
      `Expected a ${left.kind === 'variable' ? 'quoted string' : 'marker variable'}`,
    );
  const comparison = { kind: 'comparison', left, operator, right } as const;
  if (conditionOf(comparison) !== null) return comparison;
  const [variable, value] = left.kind === 'variable' ? [left, right] : [right, left];
  return scanner.fail(`Invalid marker for '${variable.text}': ${operator} ${value.text}`, start);
}

const operators: readonly MarkerOperator[] = [
  '===',
  '==',
  '>=',
  '<=',
  '>',
  '<',
  '!=',
  '~=',
  'not in',
  'in',
];

function scanVariable(scanner: Scanner): MarkerOperand | null {
  const start = scanner.position;
  const name = scanner.take(
    /implementation_(?:version|name)|platform_(?:python_implementation|release|version|machine|system)|python_(?:full_version|version|implementation)|sys[._]platform|os[._]name|platform\.(?:version|machine|python_implementation)|extra/y,
  );
  if (name === null) return null;
  return { kind: 'variable', text: presentName(name), span: { start, end: scanner.position } };
}

/** A double-quoted string goes on over `\"`; nothing in it is decoded. */
function scanString(scanner: Scanner): MarkerOperand | null {
  const start = scanner.position;
  const quoted = scanner.take(/'[^']*'|"(?:[^"\\\n]|\\[^\n])*"/y);
  if (quoted === null) return null;
  return { kind: 'value', text: quoted.slice(1, -1), span: { start, end: scanner.position } };
}
