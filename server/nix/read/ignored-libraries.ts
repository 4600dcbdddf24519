import type { Resolver } from '../resolve/resolver.ts';
import { lookUp, type Closure } from '../resolve/scope.ts';
import type { Lambda } from '../syntax.ts';
import { readInputs, type Inputs } from './inputs.ts';
import { nameOf } from './reference.ts';

/** The attribute of a derivation that autoPatchelfHook takes them from. */
export const IGNORED_LIBRARIES = 'autoPatchelfIgnoreMissingDeps';

/**
 * Reads what an override sets `autoPatchelfIgnoreMissingDeps` to, file names in place of attributes: a list; a text, which is
 * one as a shell splits it; `true`, which its hook takes for all (`*`), as it did before it knew names.
 *
 * @param old the parameter of the override's function, by which it may keep what was there.
 */
export function readIgnoredLibraries(
  resolver: Resolver,
  value: Closure,
  old: Lambda | null,
): Inputs {
  const { expr, scope } = resolver.force(value);
  if (expr.kind === 'identifier' && expr.name === 'true') {
    const { kind } = lookUp(expr.name, scope);
    if (kind === 'free' || kind === 'with')
      return { attrs: ['*'], complete: true, keepsOld: false };
  }
  if (expr.kind === 'string') {
    const text = nameOf(resolver, expr, scope);
    const words = text?.split(/\s+/).filter((word) => word !== '') ?? [];
    return { attrs: words, complete: text !== null, keepsOld: false };
  }
  return readInputs(resolver, value, { list: IGNORED_LIBRARIES, old, elementOf: textOf });
}

function textOf(resolver: Resolver, element: Closure): string | null {
  const { expr, scope } = resolver.force(element);
  return expr.kind === 'string' ? nameOf(resolver, expr, scope) : null;
}
