import type { Known } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Expr } from '../syntax.ts';
import type { Call, ReadContext, UseReading } from './context.ts';
import { callsOf } from './context.ts';
import type { Layer } from './layers.ts';
import { readLayers, readOverrides, unknown } from './layers.ts';
import type { Origin } from './origin.ts';
import { originOf } from './origin.ts';
import { readPreference } from './override.ts';
import { setOfFunction } from './python-set.ts';
import { referenceOf } from './reference.ts';
import { lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN, unlessBroken } from './use.ts';
import { known, knownPython, pathOf } from './values.ts';

/** A package set that `overrideScope` makes. */
interface PackageSet {
  readonly call: Call;
  /** The overlays of this call, and those of the sets that it extends before them. */
  readonly layers: readonly Layer[];
  /** The calls that it extends, the nearest first. */
  readonly bases: readonly Expr[];
  readonly isEditable: boolean;
}

/**
 * The uv2nix workspaces: each package set that has the overlay of a lock (`mkPyprojectOverlay`), with the overlays that
 * are composed with it. Sets that add an editable overlay are for development and not taken as uses of their own.
 */
export function readUv2nix(context: ReadContext): readonly UseReading[] {
  const { resolver } = context;
  const workspaces = callsOf(context, new Set(['loadWorkspace']));
  if (workspaces.length === 0) return [];
  const sets = callsOf(context, new Set(['overrideScope'])).map((call) => readSet(resolver, call));
  const chosen = sets.filter((set) => isUse(set, sets));
  // Sets whose base cannot be seen may well be further layers of the one that can.
  const strays = sets.filter((set) => !set.isEditable && lockOf(set) === undefined);
  if (chosen.length === 0) return workspaces.map((call) => workspaceAlone(resolver, call));
  return chosen.map((set) => readUse(resolver, set, strays, workspaces));
}

function readUse(
  resolver: Resolver,
  set: PackageSet,
  strays: readonly PackageSet[],
  workspaces: readonly Call[],
): UseReading {
  const lock = lockOf(set);
  const layers = [...set.layers, ...strays.flatMap(mayBeLayers)];
  const { reading, overlays: all } = readOverrides(resolver, layers);
  const foreign = new Set(
    strays.filter((stray) => isOfNixpkgs(resolver, stray)).flatMap(lambdasOf),
  );
  const overlays = all.filter(({ final }) => !foreign.has(final));
  const call = lock === undefined ? null : lockCall(resolver, resolver.force(lock.closure));
  const workspace = call?.workspace ?? (workspaces.length === 1 ? (workspaces[0] ?? null) : null);
  const { file } = set.call.scope;
  return {
    argument: null,
    layers,
    overlays,
    use: {
      target: 'uv2nix',
      file: file.path,
      callee: 'loadWorkspace',
      span: workspace === null ? set.call.expr.span : workspace.expr.span,
      projectDir: workspaceRoot(resolver, workspace),
      preferWheels: preferWheels(resolver, call?.argument ?? null),
      python: readPython(resolver, set),
      ...NOTHING_CHOSEN,
      overrides: unlessBroken(reading, file),
    },
  };
}

/** The overlays of a set, of which nobody knows whether it is made of the lock. */
function mayBeLayers({ layers }: PackageSet): readonly Layer[] {
  return layers.flatMap((layer) =>
    layer.kind === 'function' ? [{ ...layer, conditional: true }] : [],
  );
}

/** The functions that a set's overlays are. */
function lambdasOf({ layers }: PackageSet): readonly Expr[] {
  return layers.flatMap((layer) => (layer.kind === 'function' ? [layer.closure.expr] : []));
}

/** Whether a set extends one of nixpkgs that has nothing to do with Python (`prev.gnome.overrideScope`). */
function isOfNixpkgs(resolver: Resolver, { call }: PackageSet): boolean {
  const target = targetOf(resolver, call);
  const reference = target === null ? null : referenceOf(resolver, target);
  if (reference === null || reference.names.length === 0) return false;
  return !reference.names.some((name) => /py|uv|venv|lock|workspace/i.test(name));
}

/** A workspace whose package set is made where it cannot be seen. */
function workspaceAlone(resolver: Resolver, call: Call): UseReading {
  const why = 'the package set is made elsewhere';
  return {
    argument: { expr: call.expr.arg, scope: call.scope },
    layers: [],
    overlays: [],
    use: {
      target: 'uv2nix',
      file: call.scope.file.path,
      callee: 'loadWorkspace',
      span: call.expr.span,
      projectDir: workspaceRoot(resolver, call),
      preferWheels: { known: false, why },
      python: { known: false, why },
      ...NOTHING_CHOSEN,
      overrides: { understood: false, why, defaults: { known: false, why }, entries: [] },
    },
  };
}

/** Whether the set is what the project is built from: it has a lock, and nothing but editable sets extends it. */
function isUse(set: PackageSet, sets: readonly PackageSet[]): boolean {
  if (lockOf(set) === undefined) return false;
  const hasLockBelow = sets.some(
    (other) => set.bases.includes(other.call.expr) && lockOf(other) !== undefined,
  );
  if (set.isEditable && hasLockBelow) return false;
  return !sets.some((other) => !other.isEditable && other.bases.includes(set.call.expr));
}

function lockOf({ layers }: PackageSet): Layer | undefined {
  return layers.findLast(({ kind }) => kind === 'defaults');
}

function readSet(resolver: Resolver, call: Call): PackageSet {
  const own = readLayers(
    resolver,
    { expr: call.expr.arg, scope: call.scope },
    { recognize: (closure) => recognize(resolver, closure) },
  );
  const isEditable = own.some((layer) => layer.kind === 'neutral' && layer.name === EDITABLE);
  const base = resolver.nested(
    () => baseOf(resolver, call),
    () => null,
  );
  if (base === null) return { call, layers: own, bases: [], isEditable };
  return {
    call,
    layers: [...base.layers, ...own],
    bases: [base.call.expr, ...base.bases],
    isEditable,
  };
}

/** The set that `base.overrideScope overlay` extends, if that is another such call. */
function baseOf(resolver: Resolver, call: Call): PackageSet | null {
  const target = targetOf(resolver, call);
  if (target?.expr.kind !== 'apply') return null;
  const { expr, scope } = target;
  const callee = resolver.calleeName({ expr: expr.fn, scope });
  return callee === 'overrideScope' ? readSet(resolver, { expr, scope, callee }) : null;
}

function targetOf(resolver: Resolver, { expr, scope }: Call): Closure | null {
  return setOfFunction(resolver, { expr: expr.fn, scope });
}

/** The name of the layer that makes workspace packages editable. */
export const EDITABLE = 'editable';

/** The overlays that uv2nix and its companions make. */
function recognize(resolver: Resolver, closure: Closure): readonly Layer[] | null {
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  if (expr.kind === 'apply') {
    const callee = resolver.calleeName({ expr: expr.fn, scope });
    if (callee === 'mkPyprojectOverlay') return [{ kind: 'defaults', closure }];
    if (callee === 'mkEditablePyprojectOverlay')
      return [{ kind: 'neutral', name: EDITABLE, closure }];
    if (isHammer(resolver, forced)) return unknown(HAMMER, forced);
  }
  return isBuildSystems(originOf(resolver, forced))
    ? [{ kind: 'neutral', name: 'build-systems', closure: forced }]
    : null;
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

/** The argument of `workspace.mkPyprojectOverlay { … }`, and the workspace. */
function lockCall(
  resolver: Resolver,
  { expr, scope }: Closure,
): { readonly argument: Closure; readonly workspace: Call | null } | null {
  if (expr.kind !== 'apply') return null;
  const target = targetOf(resolver, { expr, scope, callee: '' });
  const argument = { expr: expr.arg, scope };
  if (target?.expr.kind !== 'apply') return { argument, workspace: null };
  const callee = resolver.calleeName({ expr: target.expr.fn, scope: target.scope });
  if (callee !== 'loadWorkspace') return { argument, workspace: null };
  return { argument, workspace: { expr: target.expr, scope: target.scope, callee } };
}

function workspaceRoot(resolver: Resolver, workspace: Call | null): Known<string> {
  if (workspace === null) return { known: false, why: 'which workspace it is, is not clear' };
  const root = lookUpAttribute(
    resolver,
    { expr: workspace.expr.arg, scope: workspace.scope },
    'workspaceRoot',
  );
  if (root.found !== 'value')
    return { known: false, why: root.found === 'unknown' ? root.why : 'it names no folder' };
  const path = pathOf(resolver, root.value);
  return path === null
    ? { known: false, why: 'which folder it is, is decided elsewhere' }
    : { known: true, value: path };
}

function preferWheels(resolver: Resolver, argument: Closure | null): Known<boolean> {
  if (argument === null) return { known: false, why: 'the overlay of the lock is made elsewhere' };
  const preference = lookUpAttribute(resolver, argument, 'sourcePreference');
  if (preference.found === 'absent')
    return { known: false, why: 'no sourcePreference is given: uv’s configuration decides' };
  return known(
    preference,
    false,
    (value) => readPreference(resolver, value),
    'the sourcePreference is not a literal',
  );
}

/** The `python` of `callPackage pyproject-nix.build.packages { python = …; }`, below all `overrideScope`s. */
function readPython(resolver: Resolver, { call }: PackageSet): Known<string | null> {
  let target = targetOf(resolver, call);
  for (let count = 0; target?.expr.kind === 'apply' && count < 10; count++) {
    const { expr, scope } = target;
    const python = lookUpAttribute(resolver, { expr: expr.arg, scope }, 'python');
    if (python.found === 'value') return knownPython(resolver, python);
    target = targetOf(resolver, { expr, scope, callee: '' });
  }
  return { known: false, why: 'which Python it is, is decided elsewhere' };
}
