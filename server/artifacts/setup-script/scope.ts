import { type Expression, lastName } from './expression.ts';
import type { Statement } from './script.ts';

/**
 * What a script gives to its names, whatever function they stand in: two variables of one name are
 * taken for one, so that nothing is overlooked that may be in it.
 */
export interface Scope {
  /** Every statement that gives to a name (`x`, `self.x`, `ext.x`), by its last part. */
  readonly given: ReadonlyMap<string, readonly Gift[]>;
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
  return { given };
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
