import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { findAttr, isWritten } from '../resolve/scope.ts';
import type { AttrSet, Expr } from '../syntax.ts';
import { unwrap } from '../tree.ts';

/** The operands of `//` that a call's arguments consist of, each a literal set or (null) not known. */
export type Arguments = readonly (Closure & {
  readonly set: AttrSet | null;
  readonly isInline: boolean;
})[];

/** Reads a call's argument through names and `//`. */
export function readArguments(argument: Closure, resolver: Resolver): Arguments {
  return flattenMerge(argument.expr).flatMap((operand) => {
    const written = { expr: operand, scope: argument.scope };
    const { expr, scope } = resolver.force(written);
    if (expr.kind === 'binary' && expr.operator === '//')
      return resolver
        .nested<Arguments>(
          () => readArguments({ expr, scope }, resolver),
          () => [{ expr, scope, set: null, isInline: false }],
        )
        .map((part) => ({ ...part, isInline: false }));
    const set = expr.kind === 'attrs' && isWritten(expr) ? expr : null;
    return [{ expr, scope, set, isInline: unwrap(operand) === expr }];
  });
}

/** The value of one argument, the last operand that has it. */
export function argumentOf(args: Arguments, name: string): Closure | null {
  for (const { set, scope } of args.toReversed()) {
    if (set === null) continue;
    const value = findAttr(set.bindings, name, scopeInside(set, scope), scope);
    if (value !== null) return value;
  }
  return null;
}

/** The operands of `//` that `expr` consists of, from left to right. */
function flattenMerge(expr: Expr): readonly Expr[] {
  const inner = expr.kind === 'paren' ? expr.expr : expr;
  if (inner.kind !== 'binary' || inner.operator !== '//') return [expr];
  return [...flattenMerge(inner.left), ...flattenMerge(inner.right)];
}
