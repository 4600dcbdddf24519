import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';

/** `foldl' operator initial list` and its kin. */
export interface Fold {
  readonly operator: Closure;
  readonly initial: Closure;
  readonly list: Closure;
  /** Whether `initial` is combined with the last element first (`foldr`). */
  readonly fromRight: boolean;
}

/** By name in nixpkgs' lib and among the builtins: whether it begins at the right. */
const FOLDS: ReadonlyMap<string, boolean> = new Map([
  ['fold', true],
  ['foldl', false],
  ["foldl'", false],
  ['foldr', true],
]);

/** The fold that a call with all three arguments is; null for any other expression. */
export function foldOf(resolver: Resolver, { expr, scope }: Closure): Fold | null {
  if (expr.kind !== 'apply' || expr.fn.kind !== 'apply' || expr.fn.fn.kind !== 'apply') return null;
  const { fn, arg } = expr.fn.fn;
  const fromRight = FOLDS.get(resolver.calleeName({ expr: fn, scope }) ?? '');
  if (fromRight === undefined) return null;
  return {
    operator: { expr: arg, scope },
    initial: { expr: expr.fn.arg, scope },
    list: { expr: expr.arg, scope },
    fromRight,
  };
}
