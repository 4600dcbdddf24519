import type { Known, TargetUse } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Expr } from '../syntax.ts';
import type { Call } from './calls.ts';
import type { ReadContext, UseReading } from './context.ts';
import { callsOf } from './calls.ts';
import type { Layer } from './layers.ts';
import { readOverrides } from './layers.ts';
import { readPreference } from './override.ts';
import { referenceOf } from './reference.ts';
import { lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN, unlessBroken } from './use.ts';
import { placeIn } from './uv2nix-places.ts';
import type { PackageSet } from './uv2nix-sets.ts';
import { basesOf, lockOf, setsOf, targetOf } from './uv2nix-sets.ts';
import { readWorkspaceConfig } from './uv2nix-config.ts';
import { environmentsOf } from './uv2nix-environments.ts';
import { readLockOverlay } from './uv2nix-overlay.ts';
import { known, knownPython, pathOfCallers } from './values.ts';

/**
 * The uv2nix workspaces: each package set that has the overlay of a lock (`mkPyprojectOverlay`), with the overlays that
 * are composed with it. Sets that add an editable overlay are for development and not taken as uses of their own.
 */
export function readUv2nix(context: ReadContext): readonly UseReading[] {
  const { resolver } = context;
  const workspaces = callsOf(context, new Set(['loadWorkspace']));
  if (workspaces.length === 0) return [];
  const sets = setsOf(context);
  const chosen = sets.filter((set) => isUse(set, sets));
  const below = belowLock(sets);
  // Sets whose base cannot be seen may well be further layers of the one that can.
  const strays = sets.filter(
    (set) => !set.isEditable && lockOf(set) === undefined && !below.has(set.call.expr),
  );
  if (chosen.length === 0) return workspaces.map((call) => workspaceAlone(resolver, call));
  return chosen.map((set) =>
    readUse(context, set, { sets, strays, workspaces, isOnly: chosen.length === 1 }),
  );
}

/** The sets that one with the lock extends: the layers of that one have its own in their place. */
function belowLock(sets: readonly PackageSet[]): ReadonlySet<Expr> {
  const found = new Set<Expr>();
  for (const set of sets)
    if (lockOf(set) !== undefined) for (const base of basesOf(set)) found.add(base);
  return found;
}

/** What stands in the files beside one package set. */
interface Around {
  readonly sets: readonly PackageSet[];
  readonly strays: readonly PackageSet[];
  readonly workspaces: readonly Call[];
  /** Whether no other set is a use. */
  readonly isOnly: boolean;
}

function readUse(
  context: ReadContext,
  set: PackageSet,
  { sets, strays, workspaces, isOnly }: Around,
): UseReading {
  const { resolver } = context;
  const lock = lockOf(set);
  const {
    reading,
    layers,
    overlays: all,
  } = readOverrides(resolver, [...set.layers, ...strays.flatMap(mayBeLayers)]);
  const foreign = new Set(
    strays.filter((stray) => isOfNixpkgs(resolver, stray)).flatMap(lambdasOf),
  );
  const overlays = all.filter(({ final }) => !foreign.has(final));
  const call = lock === undefined ? null : lockCall(resolver, resolver.force(lock.closure));
  const workspace = call?.workspace ?? (workspaces.length === 1 ? (workspaces[0] ?? null) : null);
  const { file } = set.call.scope;
  const environments = environmentsOf(context, set, sets, isOnly);
  return {
    argument: null,
    layers,
    overlays,
    own: () => null,
    places: () => [placeIn(context, set, sets)],
    use: {
      target: 'uv2nix',
      file: file.path,
      callee: 'loadWorkspace',
      span: workspace === null ? set.call.expr.span : workspace.expr.span,
      projectDir: workspaceRoot(resolver, workspace),
      preferWheels: preferWheels(resolver, call?.argument ?? null),
      python: readPython(resolver, set),
      ...(call !== null && takesInterpreter(resolver, call.argument)
        ? { checksPython: true as const }
        : {}),
      ...NOTHING_CHOSEN,
      overrides: unlessBroken(reading, file),
      ...(environments === undefined ? {} : { environments }),
      ...configOf(resolver, workspace),
      ...lockOverlayOf(resolver, call?.argument ?? null),
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
    own: () => null,
    places: () => [],
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
      ...configOf(resolver, call),
    },
  };
}

/** Whether the set is what the project is built from: it has a lock, and nothing but editable sets extends it. */
function isUse(set: PackageSet, sets: readonly PackageSet[]): boolean {
  if (lockOf(set) === undefined) return false;
  const hasLockBelow = sets.some(
    (other) => basesOf(set).includes(other.call.expr) && lockOf(other) !== undefined,
  );
  if (set.isEditable && hasLockBelow) return false;
  return !sets.some((other) => !other.isEditable && basesOf(other).includes(set.call.expr));
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

function configOf(
  resolver: Resolver,
  workspace: Call | null,
): Partial<Pick<TargetUse, 'workspaceConfig'>> {
  if (workspace === null) return {};
  const { expr, scope } = workspace;
  const workspaceConfig = readWorkspaceConfig(resolver, { expr: expr.arg, scope });
  return workspaceConfig === undefined ? {} : { workspaceConfig };
}

/** The folder of the workspace that an overlay is made of by a call of one of its functions. */
export function workspaceOf(resolver: Resolver, overlay: Closure): Known<string> {
  return workspaceRoot(resolver, lockCall(resolver, overlay)?.workspace ?? null);
}

/** What the overlay of the lock is told, as a part of a use. */
export function lockOverlayOf(
  resolver: Resolver,
  argument: Closure | null,
): Pick<TargetUse, 'lockOverlay'> {
  const lockOverlay = readLockOverlay(resolver, argument);
  return lockOverlay === undefined ? {} : { lockOverlay };
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
  const path = pathOfCallers(resolver, root.value);
  return path === null
    ? { known: false, why: 'which folder it is, is decided elsewhere' }
    : { known: true, value: path };
}

/** What `sourcePreference` of the call that makes the overlay of a lock says; null where that is not seen. */
export function preferWheels(resolver: Resolver, argument: Closure | null): Known<boolean> {
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

/** Whether the overlay of the lock surely goes by the interpreter of the set, with nothing given in its place. */
function takesInterpreter(resolver: Resolver, argument: Closure): boolean {
  return ['environ', 'pythonVersion'].every(
    (name) => lookUpAttribute(resolver, argument, name).found === 'absent',
  );
}

/** The `python` of `callPackage pyproject-nix.build.packages { python = …; }`, below all `overrideScope`s. */
export function readPython(resolver: Resolver, { call }: PackageSet): Known<string | null> {
  let target = targetOf(resolver, call);
  for (let count = 0; target?.expr.kind === 'apply' && count < 10; count++) {
    const { expr, scope } = target;
    const python = lookUpAttribute(resolver, { expr: expr.arg, scope }, 'python');
    if (python.found === 'value') return knownPython(resolver, python);
    target = targetOf(resolver, { expr, scope, callee: '' });
  }
  return { known: false, why: 'which Python it is, is decided elsewhere' };
}
