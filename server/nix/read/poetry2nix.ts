import { posix } from 'node:path';
import type { Known } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Expr } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { Call } from './calls.ts';
import type { ReadContext, UseReading } from './context.ts';
import { callsOf } from './calls.ts';
import { argumentsPlace, readArguments } from './arguments.ts';
import type { InsertionPoint } from './insertion.ts';
import { insertionAt } from './insertion.ts';
import type { Composition, Layer } from './layers.ts';
import { notAFunction, readLayers, readOverrides, unknown } from './layers.ts';
import { bodyOf } from '../resolve/body.ts';
import { readOwnInputs } from './own-inputs.ts';
import { wrapsPoetry2nix } from './package-sets.ts';
import type { PackagesName } from './packages-name.ts';
import { packagesBefore } from './packages-name.ts';
import { whyUnread } from './reason.ts';
import { referenceOf, withoutLastName } from './reference.ts';
import type { Lookup } from './sets.ts';
import { lookUpAttribute } from './sets.ts';
import { unlessBroken } from './use.ts';
import { knownBoolean, knownPython, knownStrings, pathOfCallers } from './values.ts';

const FUNCTIONS: ReadonlySet<string> = new Set([
  'mkPoetryApplication',
  'mkPoetryEnv',
  'mkPoetryPackages',
  'mkPoetryEditablePackage',
  'mkPoetryScriptsPackage',
]);

/** Functions of poetry2nix that take no overrides (poetry2nix `default.nix`). */
const WITHOUT_OVERRIDES: ReadonlySet<string> = new Set([
  'mkPoetryEditablePackage',
  'mkPoetryScriptsPackage',
]);

/** The calls of poetry2nix's functions. A local function of such a name is not one of them; the call inside it is. */
export function readPoetry2nix(context: ReadContext): readonly UseReading[] {
  return callsOf(context, FUNCTIONS).map((call) => readCall(context, call));
}

function readCall(context: ReadContext, call: Call): UseReading {
  const { resolver } = context;
  const { expr, scope, callee } = call;
  const argument = { expr: expr.arg, scope };
  const isWrapped = isWrapper(resolver, { expr: expr.fn, scope });
  const attribute = (name: string): Lookup => {
    const found = lookUpAttribute(resolver, argument, name);
    return isWrapped && found.found === 'absent' ? { found: 'unknown', why: WRAPPER } : found;
  };
  const { layers: given, insertion } = overridesOf(resolver, { expr, scope, callee });
  const own = [...given, ...maybeDefaults(context, given)];
  const wrapper = unknown('other-repository', WRAPPER, { expr, scope });
  const { reading, layers, overlays } = readOverrides(
    resolver,
    isWrapped ? [...own, ...wrapper.layers] : own,
  );
  const takesOverrides = !isWrapped && !WITHOUT_OVERRIDES.has(callee);
  return {
    argument,
    layers,
    overlays,
    own: () => (callee === 'mkPoetryApplication' ? argumentsPlace(resolver, call) : null),
    places: () =>
      takesOverrides ? [{ layers, insertion, packages: packagesOf(expr.fn, scope) }] : [],
    use: {
      target: 'poetry2nix',
      file: scope.file.path,
      callee,
      span: expr.span,
      projectDir: readProjectDir(resolver, argument),
      preferWheels: knownBoolean(resolver, attribute('preferWheels'), false),
      python: knownPython(resolver, attribute('python')),
      groups: knownStrings(resolver, attribute('groups')),
      checkGroups: knownStrings(resolver, attribute('checkGroups')),
      extras: knownStrings(resolver, attribute('extras')),
      overrides: unlessBroken(reading, scope.file),
      ...(callee === 'mkPoetryApplication' ? { own: readOwnInputs(context, call) } : {}),
    },
  };
}

const WRAPPER = 'a function of the package set makes the call';

/** `pkgs.mkPoetryEnv`: nixpkgs never had it, so that somebody's overlay wraps poetry2nix's own. */
function isWrapper(resolver: Resolver, fn: Closure): boolean {
  const { expr, scope } = resolver.force(fn);
  if (expr.kind !== 'select' || expr.path.names.length > 1) return false;
  const reference = referenceOf(resolver, { expr: expr.target, scope });
  if (reference === null || reference.root.kind === 'expression') return false;
  const { root, names } = reference;
  const name = names.at(-1) ?? (root.kind === 'parameter' ? root.formal : root.name);
  return name === null || wrapsPoetry2nix(name);
}

/** `projectDir`, else the folder of `pyproject`, which it is only the default of. */
function readProjectDir(resolver: Resolver, argument: Closure): Known<string> {
  const folder = lookUpAttribute(resolver, argument, 'projectDir');
  if (folder.found === 'unknown') return { known: false, why: folder.why };
  const file = folder.found === 'value' ? folder : lookUpAttribute(resolver, argument, 'pyproject');
  if (file.found === 'unknown') return { known: false, why: file.why };
  if (file.found === 'absent') return { known: false, why: 'it names no folder' };
  const path = pathOfCallers(resolver, file.value);
  if (path === null) return { known: false, why: 'which folder it is, is decided elsewhere' };
  return { known: true, value: folder.found === 'value' ? path : posix.dirname(path) };
}

/** `final` of `final.poetry2nix.mkPoetryEnv`. */
function packagesOf(fn: Expr, scope: Scope): PackagesName | null {
  const written = unwrap(fn);
  if (written.kind !== 'select') return null;
  const set = written.path.names.at(-2);
  if (set === undefined || attrNameText(set, scope) !== 'poetry2nix') return null;
  return packagesBefore(written, 2, scope);
}

function overridesOf(resolver: Resolver, call: Call): Composition {
  const { expr, scope, callee } = call;
  const closure = { expr, scope };
  const defaults = (insertion: InsertionPoint | null): Composition => ({
    layers: [{ kind: 'defaults', closure, makesPackages: false }],
    insertion,
  });
  if (WITHOUT_OVERRIDES.has(callee)) return defaults(null);
  const argument = { expr: expr.arg, scope };
  const overrides = lookUpAttribute(resolver, argument, 'overrides');
  if (overrides.found === 'unknown') {
    const { reason } = whyUnread(resolver, argument, 'the arguments');
    return unknown(reason, 'the arguments of the call are not all written out', closure);
  }
  if (overrides.found === 'value') {
    const given = poetryLayers(resolver, overrides.value);
    const areDefaults = given.layers.every(({ kind }) => kind === 'defaults');
    return (areDefaults ? instanceDefaults(resolver, call, given.insertion) : null) ?? given;
  }
  const operands = readArguments(argument, resolver);
  const insertion = { kind: 'argument', fn: { expr: expr.fn, scope }, operands } as const;
  return instanceDefaults(resolver, call, insertion) ?? defaults(insertion);
}

/** The layers of an `overrides` argument, or of anything that stands for one. */
export function poetryLayers(resolver: Resolver, overrides: Closure): Composition {
  const read = readLayers(resolver, overrides, {
    recognize: (closure) => recognize(resolver, closure),
    isListCall: ({ expr, scope }) => {
      const callee = expr.kind === 'apply' ? resolver.calleeName({ expr: expr.fn, scope }) : null;
      return callee === 'withDefaults' || callee === 'withoutDefaults';
    },
  });
  const [only, ...more] = read.layers;
  if (read.insertion !== null || only?.kind !== 'function' || more.length > 0) return read;
  return { ...read, insertion: insertionAt('list', resolver.forceWritten(overrides)) };
}

/**
 * poetry2nix's own ways to name overlays: `defaultPoetryOverrides`, `defaultPoetryOverrides.extend f`,
 * `defaultPoetryOverrides.overrideOverlay f` (of which a package has either the default or that of `f`),
 * `overrides.withDefaults f` (which runs `f` before the defaults) and `overrides.withoutDefaults f`.
 */
function recognize(resolver: Resolver, closure: Closure): Composition | null {
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  if (expr.kind !== 'apply')
    return resolver.calleeName(forced) === 'defaultPoetryOverrides'
      ? {
          layers: [{ kind: 'defaults', closure: forced, makesPackages: false }],
          insertion: insertionAt('extend', resolver.forceWritten(closure)),
        }
      : null;
  const fn = resolver.force({ expr: expr.fn, scope });
  const callee = resolver.calleeName(fn);
  const own = (): readonly Layer[] => {
    const arg = resolver.force({ expr: expr.arg, scope });
    // These functions take one overlay, not several.
    return (arg.expr.kind === 'list' ? notAFunction(arg) : poetryLayers(resolver, arg)).layers;
  };
  const behindList = insertionAt('concat', forced);
  if (callee === 'withDefaults')
    return {
      layers: [...own(), { kind: 'defaults', closure: forced, makesPackages: false }],
      insertion: behindList,
    };
  if (callee === 'withoutDefaults') return { layers: own(), insertion: behindList };
  if ((callee !== 'extend' && callee !== 'overrideOverlay') || fn.expr.kind !== 'select')
    return null;
  const target = withoutLastName(fn.expr)?.target;
  if (target === undefined) return null;
  const base = recognize(resolver, { expr: target, scope: fn.scope });
  if (base === null) return null;
  const insertion = insertionAt('extend', forced);
  if (callee === 'extend') return { layers: [...base.layers, ...own()], insertion };
  const replacing = own().map((layer) =>
    layer.kind === 'function' ? { ...layer, replacesDefaults: true } : layer,
  );
  return { layers: [...base.layers, ...replacing], insertion };
}

/**
 * The defaults of `poetry2nix.overrideScope (final: prev: { defaultPoetryOverrides = …; })`; null where it is poetry2nix
 * itself. `insertion` is where overlays go that do not go into these.
 */
function instanceDefaults(
  resolver: Resolver,
  { expr, scope }: Call,
  insertion: InsertionPoint | null,
): Composition | null {
  const fn = resolver.force({ expr: expr.fn, scope });
  if (fn.expr.kind !== 'select') return null;
  const target = withoutLastName(fn.expr)?.target;
  if (target === undefined) return null;
  const instance = resolver.force({ expr: target, scope: fn.scope });
  if (instance.expr.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: instance.expr.fn, scope: instance.scope });
  if (callee === null || !OVERRIDING.has(callee)) return null;
  const overlay = resolver.force({ expr: instance.expr.arg, scope: instance.scope });
  const body = scopeBody(resolver, overlay);
  const own = body === null ? null : lookUpAttribute(resolver, body, 'defaultPoetryOverrides');
  if (own === null || own.found === 'unknown') {
    const { layers } = unknown('computed', 'poetry2nix itself is overridden', instance);
    return { layers, insertion };
  }
  return own.found === 'absent' ? null : poetryLayers(resolver, own.value);
}

/**
 * What some overlay makes of the defaults of a poetry2nix (`poetry2nix = prev.poetry2nix.overrideScope …`), as it may or may not
 * hold for a call that takes the defaults: which poetry2nix it calls is not followed through overlays of nixpkgs.
 */
function maybeDefaults({ resolver, calls }: ReadContext, given: readonly Layer[]): Layer[] {
  if (!given.some(({ kind }) => kind === 'defaults')) return [];
  const known = new Set(given.map(({ closure }) => closure.expr));
  return callsOf({ calls }, OVERRIDING).flatMap(({ expr, scope }) => {
    const body = scopeBody(resolver, resolver.force({ expr: expr.arg, scope }));
    const own = body === null ? null : lookUpAttribute(resolver, body, 'defaultPoetryOverrides');
    if (own?.found !== 'value') return [];
    const { layers } = poetryLayers(resolver, own.value);
    return layers.flatMap((layer): Layer[] =>
      layer.kind === 'function' && !known.has(layer.closure.expr)
        ? [{ ...layer, conditional: true }]
        : [],
    );
  });
}

const OVERRIDING: ReadonlySet<string> = new Set(['overrideScope', "overrideScope'"]);

/** What the two functions of an overlay answer. */
function scopeBody(resolver: Resolver, overlay: Closure): Closure | null {
  if (overlay.expr.kind !== 'lambda') return null;
  const inner = resolver.force(bodyOf(overlay, overlay.expr));
  return inner.expr.kind === 'lambda' ? bodyOf(inner, inner.expr) : null;
}
