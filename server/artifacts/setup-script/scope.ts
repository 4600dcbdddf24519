import { type Expression, lastName } from './expression.ts';
import type { Guard, Statement } from './script.ts';

/**
 * What a script gives to its names, whatever function they stand in: two variables of one name are
 * taken for one, so that nothing is overlooked that may be in it.
 */
export interface Scope {
  /** Every statement that gives to a name (`x`, `self.x`, `ext.x`), by its last part. */
  readonly given: ReadonlyMap<string, readonly Gift[]>;
  /** What each function gives back, by its name. */
  readonly returned: ReadonlyMap<string, readonly Statement[]>;
  /** The blocks around each call of a function, by the last part of its name. */
  readonly calls: ReadonlyMap<string, readonly (readonly Guard[])[]>;
  /** Answers that were given already, of whether a function is called. */
  readonly called: Map<string, boolean | null>;
  /** How much is still worked out; then nothing more is known. */
  readonly steps: { left: number };
}

/** `x = value`, `x += value`, `x.append(value)`, `x.extend(value)`. */
export interface Gift {
  readonly value: Expression;
  readonly statement: Statement;
  /** Whether it replaces what was there. */
  readonly replaces: boolean;
}

export function scopeOf(statements: readonly Statement[]): Scope {
  const given = new Map<string, Gift[]>();
  const add = (name: string | null, gift: Gift): void => {
    if (name === null) return;
    const list = given.get(name);
    if (list === undefined) given.set(name, [gift]);
    else list.push(gift);
  };
  for (const statement of statements) {
    const { target, operator, value } = statement;
    if (target !== null) {
      add(lastName(target) ?? keyOf(target), { value, statement, replaces: operator === '=' });
      continue;
    }
    if (value.kind !== 'call' || value.callee.kind !== 'attribute') continue;
    const [argument] = value.args;
    if (!GROWING.has(value.callee.name) || argument === undefined) continue;
    const { of } = value.callee;
    add(lastName(of) ?? keyOf(of), { value: argument.value, statement, replaces: false });
  }
  return {
    given,
    returned: returnedBy(statements),
    calls: callsOf(statements),
    called: new Map(),
    steps: { left: MOST_STEPS },
  };
}

function returnedBy(statements: readonly Statement[]): Map<string, Statement[]> {
  const returned = new Map<string, Statement[]>();
  for (const statement of statements) {
    if (statement.returns !== true) continue;
    const name = statement.guards.map(functionName).findLast((one) => one !== null);
    if (name === undefined || name === null) continue;
    const list = returned.get(name);
    if (list === undefined) returned.set(name, [statement]);
    else list.push(statement);
  }
  return returned;
}

function callsOf(statements: readonly Statement[]): Map<string, (readonly Guard[])[]> {
  const defined = new Set(
    statements.flatMap(({ guards }) => guards.flatMap((guard) => functionName(guard) ?? [])),
  );
  const calls = new Map<string, (readonly Guard[])[]>();
  for (const { value, guards } of statements) {
    for (const name of calledIn(value)) {
      if (!defined.has(name)) continue;
      const list = calls.get(name) ?? [];
      if (list.length < MOST_CALLS) list.push(guards);
      calls.set(name, list);
    }
  }
  return calls;
}

const MOST_CALLS = 20;
/** Of conditions: names that lead to names could else be followed without an end worth waiting for. */
const MOST_STEPS = 500_000;
const DEEPEST = 100;

/** The name of the function that a block is the body of; null for other blocks. */
export function functionName({ kind, text }: Guard): string | null {
  return kind === 'function' ? (/\bdef (\w+)/.exec(text)?.[1] ?? null) : null;
}

/** The last parts of the names of all functions that an expression calls or hands on. */
function calledIn(expression: Expression, depth = 0): string[] {
  if (depth > DEEPEST) return [];
  const inside = (parts: readonly Expression[]): string[] =>
    parts.flatMap((part) => calledIn(part, depth + 1));
  switch (expression.kind) {
    case 'name':
      return [expression.name];
    case 'attribute':
      return [expression.name, ...inside([expression.of])];
    case 'call':
      return inside([expression.callee, ...expression.args.map(({ value }) => value)]);
    case 'binary':
      return inside([expression.left, expression.right]);
    case 'choice':
      return inside([expression.condition, expression.then, expression.otherwise]);
    case 'list':
      return inside(expression.items);
    case 'dict':
      return inside(expression.entries.flat());
    case 'subscript':
      return inside([expression.of]);
    case 'unknown':
      return inside(expression.parts);
    case 'not':
      return inside([expression.operand]);
    default:
      return [];
  }
}

/** The one value of a name that is given once, in no block but a function; null for all others. */
export function constantOf(scope: Scope, name: string): Expression | null {
  const gifts = scope.given.get(name) ?? [];
  const [gift] = gifts;
  if (gift === undefined || gifts.length > 1 || !gift.replaces) return null;
  const isPlain = gift.statement.guards.every(
    ({ kind }) => kind === 'function' || kind === 'class',
  );
  return isPlain ? gift.value : null;
}

const GROWING: ReadonlySet<string> = new Set(['append', 'extend', 'insert', 'update', 'add']);

/** `libraries` of `kwargs['libraries']`. */
function keyOf(target: Expression): string | null {
  return target.kind === 'subscript' && target.index.kind === 'string' ? target.index.value : null;
}
