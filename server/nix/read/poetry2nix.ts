import { posix } from 'node:path';
import type { Known } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Call, ReadContext, UseReading } from './context.ts';
import { callsOf } from './context.ts';
import type { Layer } from './layers.ts';
import { notAFunction, readLayers, readOverrides, unknown } from './layers.ts';
import { bodyOf } from './override.ts';
import { readOwnInputs } from './own-inputs.ts';
import { referenceOf, withoutLastName } from './reference.ts';
import type { Lookup } from './sets.ts';
import { lookUpAttribute } from './sets.ts';
import { unlessBroken } from './use.ts';
import { knownBoolean, knownPython, knownStrings, pathOf } from './values.ts';

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

const PACKAGE_SETS: ReadonlySet<string> = new Set(['pkgs', 'final', 'prev', 'self', 'super']);

/** The calls of poetry2nix's functions. A local function of such a name is none; the call inside it is. */
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
  const own = overrideLayers(resolver, { expr, scope, callee });
  const layers = isWrapped ? [...own, ...unknown(WRAPPER, { expr, scope })] : own;
  const { reading, overlays } = readOverrides(resolver, layers);
  return {
    argument,
    layers,
    overlays,
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
  return name === null || PACKAGE_SETS.has(name);
}

/** `projectDir`, else the folder of `pyproject`, which it is only the default of. */
function readProjectDir(resolver: Resolver, argument: Closure): Known<string> {
  const folder = lookUpAttribute(resolver, argument, 'projectDir');
  if (folder.found === 'unknown') return { known: false, why: folder.why };
  const file = folder.found === 'value' ? folder : lookUpAttribute(resolver, argument, 'pyproject');
  if (file.found === 'unknown') return { known: false, why: file.why };
  if (file.found === 'absent') return { known: false, why: 'it names no folder' };
  const path = pathOf(resolver, file.value);
  if (path === null) return { known: false, why: 'which folder it is, is decided elsewhere' };
  return { known: true, value: folder.found === 'value' ? path : posix.dirname(path) };
}

function overrideLayers(resolver: Resolver, call: Call): readonly Layer[] {
  const { expr, scope, callee } = call;
  const closure = { expr, scope };
  if (WITHOUT_OVERRIDES.has(callee)) return [{ kind: 'defaults', closure }];
  const overrides = lookUpAttribute(resolver, { expr: expr.arg, scope }, 'overrides');
  if (overrides.found === 'unknown') return unknown(overrides.why, closure);
  if (overrides.found === 'value') return poetryLayers(resolver, overrides.value);
  return instanceDefaults(resolver, call) ?? [{ kind: 'defaults', closure }];
}

/** The layers of an `overrides` argument, or of anything that stands for one. */
export function poetryLayers(resolver: Resolver, overrides: Closure): readonly Layer[] {
  return readLayers(resolver, overrides, {
    recognize: (closure) => recognize(resolver, closure),
    isListCall: ({ expr, scope }) => {
      const callee = expr.kind === 'apply' ? resolver.calleeName({ expr: expr.fn, scope }) : null;
      return callee === 'withDefaults' || callee === 'withoutDefaults';
    },
  });
}

/**
 * poetry2nix's own ways to name overlays: `defaultPoetryOverrides`, `defaultPoetryOverrides.extend f`,
 * `defaultPoetryOverrides.overrideOverlay f` (of which a package has either the default or that of `f`),
 * `overrides.withDefaults f` (which runs `f` before the defaults) and `overrides.withoutDefaults f`.
 */
function recognize(resolver: Resolver, closure: Closure): readonly Layer[] | null {
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  if (expr.kind !== 'apply')
    return resolver.calleeName(forced) === 'defaultPoetryOverrides'
      ? [{ kind: 'defaults', closure: forced }]
      : null;
  const fn = resolver.force({ expr: expr.fn, scope });
  const callee = resolver.calleeName(fn);
  const own = (): readonly Layer[] => {
    const arg = resolver.force({ expr: expr.arg, scope });
    // These functions take one overlay, not several.
    return arg.expr.kind === 'list' ? notAFunction(arg) : poetryLayers(resolver, arg);
  };
  if (callee === 'withDefaults') return [...own(), { kind: 'defaults', closure: forced }];
  if (callee === 'withoutDefaults') return own();
  if ((callee !== 'extend' && callee !== 'overrideOverlay') || fn.expr.kind !== 'select')
    return null;
  const target = withoutLastName(fn.expr)?.target;
  if (target === undefined) return null;
  const base = recognize(resolver, { expr: target, scope: fn.scope });
  if (base === null) return null;
  if (callee === 'extend') return [...base, ...own()];
  const replacing = own().map((layer) =>
    layer.kind === 'function' ? { ...layer, replacesDefaults: true } : layer,
  );
  return [...base, ...replacing];
}

/** The defaults of `poetry2nix.overrideScope (final: prev: { defaultPoetryOverrides = …; })`; null where it is poetry2nix itself. */
function instanceDefaults(resolver: Resolver, { expr, scope }: Call): readonly Layer[] | null {
  const fn = resolver.force({ expr: expr.fn, scope });
  if (fn.expr.kind !== 'select') return null;
  const target = withoutLastName(fn.expr)?.target;
  if (target === undefined) return null;
  const instance = resolver.force({ expr: target, scope: fn.scope });
  if (instance.expr.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: instance.expr.fn, scope: instance.scope });
  if (callee !== 'overrideScope' && callee !== "overrideScope'") return null;
  const overlay = resolver.force({ expr: instance.expr.arg, scope: instance.scope });
  const body = scopeBody(resolver, overlay);
  const own = body === null ? null : lookUpAttribute(resolver, body, 'defaultPoetryOverrides');
  if (own === null || own.found === 'unknown')
    return unknown('poetry2nix itself is overridden', instance);
  return own.found === 'absent' ? null : poetryLayers(resolver, own.value);
}

/** What the two functions of an overlay answer. */
function scopeBody(resolver: Resolver, overlay: Closure): Closure | null {
  if (overlay.expr.kind !== 'lambda') return null;
  const inner = resolver.force(bodyOf(overlay, overlay.expr));
  return inner.expr.kind === 'lambda' ? bodyOf(inner, inner.expr) : null;
}
