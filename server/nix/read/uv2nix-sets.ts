import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Expr } from '../syntax.ts';
import type { Call } from './calls.ts';
import type { ReadContext } from './context.ts';
import { callsOf } from './calls.ts';
import type { Composition, Layer } from './layers.ts';
import { readLayers, unknown } from './layers.ts';
import type { Origin } from './origin.ts';
import { originOf } from './origin.ts';
import { setOfFunction } from './python-set.ts';

/** A package set that `overrideScope` makes. */
export interface PackageSet {
  readonly call: Call;
  /** The overlays of this call, and those of the sets that it extends before them. */
  readonly layers: readonly Layer[];
  /** The overlays of this call alone. */
  readonly own: Composition;
  /** The set that it extends, where that is made by such a call too. */
  readonly base: PackageSet | null;
  readonly isEditable: boolean;
}

const SCOPES: ReadonlySet<string> = new Set(['overrideScope', "overrideScope'"]);

/** Every package set that a call of `overrideScope` makes. */
export function setsOf(context: Pick<ReadContext, 'resolver' | 'calls'>): readonly PackageSet[] {
  const { resolver } = context;
  return callsOf(context, SCOPES).map((call) => readSet(resolver, call));
}

/** The overlay of the lock; of several the last. */
export function lockOf({ layers }: PackageSet): Layer | undefined {
  return layers.findLast(({ kind }) => kind === 'defaults');
}

function readSet(resolver: Resolver, call: Call): PackageSet {
  const own = readOverlays(resolver, { expr: call.expr.arg, scope: call.scope });
  const isEditable = own.layers.some(
    (layer) => layer.kind === 'neutral' && layer.name === EDITABLE,
  );
  const base = resolver.nested(
    () => baseOf(resolver, call),
    () => null,
  );
  return { call, layers: [...(base?.layers ?? []), ...own.layers], own, base, isEditable };
}

/** The calls that a set extends, the nearest first. */
export function basesOf({ base }: PackageSet): readonly Expr[] {
  return base === null ? [] : [base.call.expr, ...basesOf(base)];
}

/** The set that `base.overrideScope overlay` extends, if that is another such call. */
function baseOf(resolver: Resolver, call: Call): PackageSet | null {
  const target = targetOf(resolver, call);
  if (target?.expr.kind !== 'apply') return null;
  const { expr, scope } = target;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  return callee !== null && SCOPES.has(callee) ? readSet(resolver, { expr, scope, callee }) : null;
}

/** The set that a call is of a function of. */
export function targetOf(resolver: Resolver, { expr, scope }: Call): Closure | null {
  return setOfFunction(resolver, { expr: expr.fn, scope });
}

/** The name of the layer that makes workspace packages editable. */
export const EDITABLE = 'editable';

/** What an expression for overlays of a Python set composes. */
export function readOverlays(resolver: Resolver, closure: Closure): Composition {
  return readLayers(resolver, closure, { recognize: (inner) => recognize(resolver, inner) });
}

/** The overlays that uv2nix and its companions make. */
function recognize(resolver: Resolver, closure: Closure): Composition | null {
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  if (expr.kind === 'apply') {
    const callee = resolver.calleeName({ expr: expr.fn, scope });
    if (callee === 'mkPyprojectOverlay' || isOfScript(resolver, callee, forced))
      return one({ kind: 'defaults', closure, makesPackages: true });
    if (callee === 'mkEditablePyprojectOverlay')
      return one({ kind: 'neutral', name: EDITABLE, closure });
    if (isHammer(resolver, forced)) return unknown('other-repository', HAMMER, forced);
  }
  return isBuildSystems(originOf(resolver, forced))
    ? one({ kind: 'neutral', name: 'build-systems', closure: forced })
    : null;
}

/** `script.mkOverlay { … }`, of a script that `loadScript` loads or that a function is given. */
function isOfScript(resolver: Resolver, callee: string | null, { expr, scope }: Closure): boolean {
  if (callee !== 'mkOverlay' || expr.kind !== 'apply') return false;
  const script = setOfFunction(resolver, { expr: expr.fn, scope });
  if (script === null) return false;
  const { expr: made, scope: where } = resolver.force(script);
  return made.kind === 'apply'
    ? resolver.calleeName({ expr: made.fn, scope: where }) === LOAD_SCRIPT
    : made.kind === 'identifier';
}

export const LOAD_SCRIPT = 'loadScript';

function one(layer: Layer): Composition {
  return { layers: [layer], insertion: null };
}

/**
 * `pyproject-build-systems.overlays.default`, which brings build back ends and touches nothing else: by the address of
 * its repository, else by the name that the file gives it. Also without `overlays`, as its default.nix has it.
 */
function isBuildSystems(origin: Origin | null): boolean {
  if (origin === null) return false;
  const { repository, path } = origin;
  const isOne =
    repository === null
      ? path.some((name) => /build-?system/i.test(name))
      : repository === 'build-system-pkgs';
  const last = path.at(-1) ?? '';
  return isOne && (path.includes('overlays') || /^(?:default|wheel|sdist)$/.test(last));
}

const HAMMER = 'what uv2nix_hammer_overrides overrides is not read';

/** `uv2nix_hammer_overrides.overrides pkgs`: a collection of overrides for what is on the index. */
function isHammer(resolver: Resolver, { expr, scope }: Closure): boolean {
  if (expr.kind !== 'apply') return false;
  const origin = originOf(resolver, { expr: expr.fn, scope });
  return (
    origin !== null &&
    /^overrides(?:_strict|_debug)?$/.test(origin.path.at(-1) ?? '') &&
    [origin.repository ?? '', ...origin.path].some((name) => /hammer/i.test(name))
  );
}
