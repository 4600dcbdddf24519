import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import type { Closure, NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText, findAttr } from '../resolve/scope.ts';
import type { Apply, AttrSet, Expr, LetIn } from '../syntax.ts';

/**
 * Whether the files use the value of the call `made` elsewhere than in the function of the call `user`: by a name, by an
 * `inherit`, or by calling the function that makes it. An alias counts as a use, so that a `false` is certain.
 */
export function isUsedBeside(
  made: Apply,
  user: Apply,
  files: readonly NixFile[],
  resolver: Resolver,
): boolean {
  let isUsed = false;
  const isMade = (closure: Closure): boolean => resolver.force(closure).expr === made;
  for (const file of files) {
    let within: Expr | null = null;
    resolver.walk(file, ({ expr, scope }) => {
      if (isUsed) return;
      if (expr === user.fn) within = expr;
      if (expr === made || (within !== null && isInside(expr, within))) return;
      isUsed =
        expr.kind === 'attrs' || expr.kind === 'let'
          ? inherits(expr, scope, isMade)
          : isReference(expr) && isMade({ expr, scope });
    });
  }
  return isUsed;
}

function isReference({ kind }: Expr): boolean {
  return kind === 'identifier' || kind === 'select' || kind === 'apply';
}

/** Two expressions of one file. */
function isInside({ span }: Expr, outer: Expr): boolean {
  return outer.span.start <= span.start && span.end <= outer.span.end;
}

function inherits(
  node: AttrSet | LetIn,
  scope: Scope,
  isMade: (closure: Closure) => boolean,
): boolean {
  const inner: Scope =
    node.kind === 'attrs'
      ? scopeInside(node, scope)
      : { kind: 'bindings', file: scope.file, parent: scope, node };
  return node.bindings.some(
    (item) =>
      item.kind === 'inherit' &&
      item.names.some((name) => {
        const text = attrNameText(name, scope);
        const value = text === null ? null : findAttr(node.bindings, text, inner, scope);
        return value !== null && isMade(value);
      }),
  );
}
