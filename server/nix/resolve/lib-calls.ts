import type { Apply, Binary, Expr } from '../syntax.ts';
import { memoize } from '../../memoize.ts';

/**
 * Calls written with functions of nixpkgs' lib, or with pipe operators, as the calls that they come to. The new
 * expressions stand in no text: their parts do.
 */

/** `x |> f` and `f <| x`; null for any other operator. */
export function pipedCall(expr: Binary): Apply | null {
  if (expr.operator === '|>') return callOf(expr, [expr.right, expr.left]);
  return expr.operator === '<|' ? callOf(expr, [expr.left, expr.right]) : null;
}

/** `pipe x [ f g ]` as `g (f x)`; null where it has no functions. */
export function pipeline(expr: Apply, value: Expr, functions: readonly Expr[]): Apply | null {
  return memoize(calls, expr, () => {
    let result: Expr = value;
    for (const fn of functions) result = { kind: 'apply', span: expr.span, fn, arg: result };
    return result.kind === 'apply' && functions.length > 0 ? result : null;
  });
}

/** `fn a b …`, in place of `expr`. */
export function callOf(expr: Expr, [fn, ...args]: readonly [Expr, ...Expr[]]): Apply | null {
  return memoize(calls, expr, () => {
    let result: Expr = fn;
    for (const arg of args) result = { kind: 'apply', span: expr.span, fn: result, arg };
    return result.kind === 'apply' ? result : null;
  });
}

/** The resolver asks at every reading of an expression, and gets one object, so that what is known of it stays known. */
const calls = new WeakMap<Expr, Apply | null>();
