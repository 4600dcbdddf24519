import { posix } from 'node:path';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Call } from './calls.ts';
import type { ReadContext, UseReading } from './context.ts';
import { callsOf } from './calls.ts';
import { readOverrides } from './layers.ts';
import { lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN, unlessBroken } from './use.ts';
import { placeIn } from './uv2nix-places.ts';
import type { PackageSet } from './uv2nix-sets.ts';
import { LOAD_SCRIPT, lockOf, setsOf, targetOf } from './uv2nix-sets.ts';
import { pathOf } from './values.ts';
import { lockOverlayOf, preferWheels, readPython } from './uv2nix.ts';

/** The scripts that uv2nix builds (`lib.scripts.loadScript`), with the package set that has the overlay of their lock. */
export function readUv2nixScripts(context: ReadContext): readonly UseReading[] {
  const { resolver } = context;
  const calls = callsOf(context, new Set([LOAD_SCRIPT])).flatMap((call) => {
    const at = placeOf(resolver, call);
    return at === null ? [] : [{ call, at }];
  });
  if (calls.length === 0) return [];
  const sets = setsOf(context);
  return calls.map(({ call, at }) =>
    readScript(context, call, at, setOf(resolver, call, sets), sets),
  );
}

interface ScriptPlace {
  readonly folder: string;
  /** Null where it may be any of the folder. */
  readonly file: string | null;
}

/** `script = ./tool.py;`, or one of a folder: `./scripts + "/${name}"`. */
function placeOf(resolver: Resolver, { expr, scope }: Call): ScriptPlace | null {
  const script = lookUpAttribute(resolver, { expr: expr.arg, scope }, 'script');
  if (script.found !== 'value') return null;
  const file = pathOf(resolver, script.value);
  if (file !== null) return { folder: posix.dirname(file), file };
  const value = resolver.force(script.value);
  if (value.expr.kind !== 'binary' || value.expr.operator !== '+') return null;
  const folder = pathOf(resolver, { expr: value.expr.left, scope: value.scope });
  return folder === null ? null : { folder, file: null };
}

/** The set that has the script's overlay: the one that names it, or the only one there is. */
function setOf(resolver: Resolver, call: Call, sets: readonly PackageSet[]): PackageSet | null {
  const withLock = sets.filter((set) => lockOf(set) !== undefined);
  const own = withLock.filter((set) => scriptOf(resolver, set)?.expr === call.expr);
  return own.at(-1) ?? (withLock.length === 1 ? (withLock[0] ?? null) : null);
}

function scriptOf(resolver: Resolver, set: PackageSet): Closure | null {
  const lock = lockOf(set);
  const made = lock === undefined ? null : resolver.force(lock.closure);
  if (made?.expr.kind !== 'apply') return null;
  const script = targetOf(resolver, { expr: made.expr, scope: made.scope, callee: '' });
  return script === null ? null : resolver.force(script);
}

function readScript(
  context: ReadContext,
  { expr, scope, callee }: Call,
  { folder, file }: ScriptPlace,
  set: PackageSet | null,
  sets: readonly PackageSet[],
): UseReading {
  const { resolver } = context;
  const { reading, layers, overlays } = readOverrides(resolver, set?.layers ?? []);
  const lock = set === null ? undefined : lockOf(set);
  const made = lock === undefined ? null : resolver.force(lock.closure);
  const argument = made?.expr.kind === 'apply' ? { expr: made.expr.arg, scope: made.scope } : null;
  const why = 'the package set is made elsewhere';
  return {
    argument: null,
    layers,
    overlays,
    own: () => null,
    places: () => (set === null ? [] : [placeIn(context, set, sets)]),
    use: {
      target: 'uv2nix',
      file: scope.file.path,
      callee,
      span: expr.span,
      projectDir: { known: true, value: folder },
      script: { file },
      preferWheels: preferWheels(resolver, argument),
      python: set === null ? { known: false, why } : readPython(resolver, set),
      ...NOTHING_CHOSEN,
      ...lockOverlayOf(resolver, argument),
      overrides:
        set === null
          ? { understood: false, why, defaults: { known: false, why }, entries: [] }
          : unlessBroken(reading, set.call.scope.file),
    },
  };
}
