import type { Resolver } from '../resolve/resolver.ts';
import { pathTexts, scopeInside } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText, isWritten } from '../resolve/scope.ts';
import type { AttrSet, Binding } from '../syntax.ts';

/** Where a dotted option of a module is set, or where a binding for it goes. */
export type OptionPlace =
  | { readonly kind: 'value'; readonly value: Closure }
  | {
      readonly kind: 'set';
      readonly set: AttrSet;
      readonly scope: Scope;
      /** What the set lacks of the path. */
      readonly rest: readonly string[];
      /** The binding that shares most of `rest`, to stand behind; null where none shares any. */
      readonly beside: Binding | null;
    }
  | { readonly kind: 'opaque'; readonly name: string };

/** Follows `path` through nested sets and dotted names as far as they are written out. */
export function findOption(
  set: AttrSet,
  scope: Scope,
  path: readonly string[],
  resolver: Resolver,
): OptionPlace {
  return resolver.nested<OptionPlace>(
    () => descend(set, scopeInside(set, scope), path, resolver),
    () => ({ kind: 'opaque', name: path.join('.') }),
  );
}

function descend(
  set: AttrSet,
  scope: Scope,
  path: readonly string[],
  resolver: Resolver,
): OptionPlace {
  const [first = ''] = path;
  let beside: { binding: Binding; shared: number } | null = null;
  let prefix: { binding: Binding; length: number } | null = null;
  for (const item of set.bindings) {
    if (item.kind === 'inherit') {
      if (item.names.some((name) => attrNameText(name, scope) === first))
        return { kind: 'opaque', name: first };
      continue;
    }
    const names = pathTexts(item.path, scope);
    if (names === null) continue;
    const shared = commonLength(names, path);
    if (shared === path.length && shared === names.length)
      return { kind: 'value', value: { expr: item.value, scope } };
    if (shared === names.length && shared > (prefix?.length ?? 0))
      prefix = { binding: item, length: shared };
    if (shared > 0 && shared >= (beside?.shared ?? 0)) beside = { binding: item, shared };
  }
  if (prefix !== null) {
    const inside = resolver.force({ expr: prefix.binding.value, scope });
    const rest = path.slice(prefix.length);
    if (inside.expr.kind !== 'attrs' || !isWritten(inside.expr))
      return { kind: 'opaque', name: path.slice(0, prefix.length).join('.') };
    return findOption(inside.expr, inside.scope, rest, resolver);
  }
  return { kind: 'set', set, scope, rest: path, beside: beside?.binding ?? null };
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((name, index) => name !== b[index]);
  return end < 0 ? a.length : end;
}
