import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { nameOf, withoutLastName } from './reference.ts';

/**
 * The set that `fn` is a function of: `pythonSet` of `pythonSet.overrideScope`, and of
 * `pythonSet.pythonPkgsHostHost.overrideScope`. Null where `fn` is not selected from anything.
 */
export function setOfFunction(resolver: Resolver, fn: Closure): Closure | null {
  const callee = selected(resolver, resolver.force(fn));
  if (callee === null) return null;
  const set = resolver.force(callee.from);
  const splice = selected(resolver, set);
  return splice !== null && splice.name !== null && isSplice(splice.name)
    ? resolver.force(splice.from)
    : set;
}

/** The members of a spliced package set that are the same set for one pair of platforms. */
const SPLICE = /^pythonPkgs(?:Build|Host|Target)(?:Build|Host|Target)$/;

/** Whether an attribute of a package set is that set for one pair of platforms, and no package. */
export function isSplice(name: string): boolean {
  return SPLICE.test(name);
}

function selected(
  resolver: Resolver,
  { expr, scope }: Closure,
): { readonly from: Closure; readonly name: string | null } | null {
  const parts = expr.kind === 'select' ? withoutLastName(expr) : null;
  if (parts === null) return null;
  return {
    from: { expr: parts.target, scope },
    name: nameOf(resolver, parts.last, scope),
  };
}
