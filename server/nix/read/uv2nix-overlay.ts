import type { LockOverlayReading } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { stringOf } from './reference.ts';
import { attributesOf, lookUpAttribute } from './sets.ts';
import { readSpec } from './uv2nix-environments.ts';

/**
 * What the call that makes the overlay of a lock (`mkPyprojectOverlay`, a script's `mkOverlay`) says beside
 * `sourcePreference`; undefined where it says nothing.
 */
export function readLockOverlay(
  resolver: Resolver,
  argument: Closure | null,
): LockOverlayReading | undefined {
  if (argument === null) return undefined;
  const [environ, python, dependencies] = ['environ', 'pythonVersion', 'dependencies'].map((name) =>
    lookUpAttribute(resolver, argument, name),
  );
  const variables = environ === undefined ? null : variablesOf(resolver, environ);
  // uv2nix (8a41370) sets both to the whole version, after `environ`.
  const version =
    python?.found === 'value' && !isNull(resolver, python.value)
      ? { text: stringOf(resolver, python.value) }
      : python?.found === 'unknown'
        ? { text: null }
        : null;
  const spec =
    dependencies?.found === 'value'
      ? readSpec(resolver, dependencies.value)
      : dependencies?.found === 'absent'
        ? undefined
        : null;
  if (variables?.size === 0 && version === null && spec === undefined) return undefined;
  const set = new Map(variables ?? []);
  if (version !== null)
    for (const name of ['python_full_version', 'python_version']) set.set(name, version.text);
  return {
    variables: set,
    variablesAreKnown: variables !== null,
    ...(spec === undefined ? {} : { dependencies: spec }),
  };
}

/** The variables of markers that `environ` sets; null where they are not all known. */
function variablesOf(
  resolver: Resolver,
  environ: ReturnType<typeof lookUpAttribute>,
): ReadonlyMap<string, string | null> | null {
  if (environ.found === 'absent') return new Map();
  const set = environ.found === 'value' ? attributesOf(resolver, environ.value) : null;
  return set === null
    ? null
    : new Map(set.map(({ name, value }) => [name, stringOf(resolver, value)]));
}

function isNull(resolver: Resolver, closure: Closure): boolean {
  const { expr } = resolver.force(closure);
  return expr.kind === 'identifier' && expr.name === 'null';
}
