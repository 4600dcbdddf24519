import { posix } from 'node:path';
import type { Known } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { scopeInside } from '../resolve/resolver.ts';
import { finalAttribute } from '../resolve/final-attribute.ts';
import type { Closure, NixFile, Scope } from '../resolve/scope.ts';
import { attrNameText } from '../resolve/scope.ts';
import type { Binding } from '../syntax.ts';
import { argumentsPlace } from './arguments.ts';
import type { Place, ReadContext, UseReading } from './context.ts';
import { callsOf } from './calls.ts';
import { readBuildSystem } from './build-system-list.ts';
import type { Composition, Layer } from './layers.ts';
import { insertionAt } from './insertion.ts';
import { readLayers, readOverrides } from './layers.ts';
import { firstPlaces } from './nixpkgs-places.ts';
import { bodyOf } from '../resolve/body.ts';
import { readOwnInputs } from './own-inputs.ts';
import { readPackageAttributes } from './package-attributes.ts';
import type { PackageCall } from './package-calls.ts';
import { calleeSpan, packageCalls, rendererCalls } from './package-calls.ts';
import { projectAround } from './place.ts';
import { referenceOf, withoutLastName } from './reference.ts';
import { attributeNames, lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN } from './use.ts';
import { knownPython, pathOf } from './values.ts';

const EXTENSIONS = 'pythonPackagesExtensions';
const OVERRIDES = 'packageOverrides';

/** Overlays of nixpkgs' own Python package sets, in one place. */
interface Site {
  readonly callee: string;
  readonly file: NixFile;
  readonly span: UseReading['use']['span'];
  readonly composition: Composition;
  readonly python: Known<string | null>;
}

/**
 * Plain nixpkgs: overlays of its Python packages (`packageOverrides`, `pythonPackagesExtensions`), and projects that
 * `buildPythonApplication` or `buildPythonPackage` build from a folder of sources.
 */
export function readNixpkgs(context: ReadContext): readonly UseReading[] {
  const { resolver } = context;
  const sites = sitesOf(context);
  const builds = packageCalls(context).flatMap((call) => readBuild(context, call, sites));
  // Where pyproject.nix renders the project, these overlays are its own.
  if (builds.length > 0 || rendererCalls(context).length > 0) return builds;
  return sites.map((site) => {
    const { reading, layers, overlays } = readOverrides(resolver, site.composition.layers);
    return {
      argument: null,
      layers,
      overlays,
      own: () => null,
      places: () => [{ layers, insertion: site.composition.insertion, packages: null }],
      use: {
        target: 'nixpkgs',
        file: site.file.path,
        callee: site.callee,
        span: site.span,
        projectDir: projectAround(site.file),
        preferWheels: { known: true, value: false },
        python: site.python,
        ...NOTHING_CHOSEN,
        overrides: { ...reading, defaults: { known: true, value: true } },
      },
    };
  });
}

/** The overlays of nixpkgs' Python packages that the files have, and where one more of each goes. */
export function packageOverlays(context: ReadContext): {
  readonly layers: readonly Layer[];
  readonly places: () => readonly Place[];
} {
  const sites = sitesOf(context);
  return {
    layers: sites.flatMap(({ composition }) => composition.layers),
    places: () => sites.map(({ composition }) => placeOf(context.resolver, composition)),
  };
}

function sitesOf(context: ReadContext): readonly Site[] {
  return [...overrideSites(context), ...extensionSites(context)];
}

/**
 * Where overrides of nixpkgs' Python packages can go: into the overlays that are there, whoever uses them; where there
 * are none, into a first one.
 */
export function nixpkgsPlaces(context: ReadContext): readonly Place[] {
  const { resolver, files } = context;
  const called = sitesOf(context).map(({ composition }) => composition);
  const there = called.length > 0 ? called : looseOverrides(context);
  return there.length > 0
    ? there.map((composition) => placeOf(resolver, composition))
    : firstPlaces(files, resolver);
}

/** Every `packageOverrides = …;` that is an overlay: `config.packageOverrides` is a function of nixpkgs alone. */
function looseOverrides({ resolver, files }: ReadContext): readonly Composition[] {
  const found: Composition[] = [];
  for (const file of files) {
    if (!file.tree.text.includes(OVERRIDES)) continue;
    resolver.walk(file, ({ expr, scope }) => {
      if (expr.kind !== 'attrs' && expr.kind !== 'let') return;
      const inner: Scope =
        expr.kind === 'let'
          ? { kind: 'bindings', file, parent: scope, node: expr }
          : scopeInside(expr, scope);
      for (const item of expr.bindings) {
        if (item.kind !== 'binding' || lastNameOf(item, inner) !== OVERRIDES) continue;
        const composition = siteComposition(resolver, { expr: item.value, scope: inner });
        const { layers } = readOverrides(resolver, composition.layers);
        if (layers.every(({ kind, overlay }) => kind !== 'function' || overlay !== null))
          found.push(composition);
      }
    });
  }
  return found;
}

function lastNameOf({ path }: Binding, scope: Scope): string | null {
  const last = path.names.at(-1);
  return last === undefined ? null : attrNameText(last, scope);
}

function placeOf(resolver: Resolver, { layers, insertion }: Composition): Place {
  return { layers: readOverrides(resolver, layers).layers, insertion, packages: null };
}

/** A project's own package; null-like (empty) where its sources are not a folder that is known. */
function readBuild(
  context: ReadContext,
  { call, argument }: PackageCall,
  sites: readonly Site[],
): readonly UseReading[] {
  const { resolver } = context;
  const { expr, scope, callee } = call;
  const source = lookUpAttribute(resolver, argument, 'src');
  const folder = source.found === 'value' ? pathOf(resolver, source.value) : null;
  if (folder === null || posix.extname(folder) !== '') return [];
  const { reading, layers, overlays } = readOverrides(
    resolver,
    sites.flatMap(({ composition }) => composition.layers),
  );
  return [
    {
      argument,
      layers,
      overlays,
      own: () => argumentsPlace(resolver, call),
      places: () => sites.map(({ composition }) => placeOf(resolver, composition)),
      use: {
        target: 'nixpkgs',
        file: scope.file.path,
        callee,
        span: expr.span,
        projectDir: { known: true, value: folder },
        preferWheels: { known: true, value: false },
        python: knownPython(resolver, { found: 'value', value: { expr: expr.fn, scope } }),
        ...NOTHING_CHOSEN,
        overrides: { ...reading, defaults: { known: true, value: true } },
        own: readOwnInputs(context, call),
        package: {
          ...readPackageAttributes(resolver, argument, calleeSpan(call)),
          buildSystem: readBuildSystem(resolver, argument, call),
        },
      },
    },
  ];
}

/** `python3.override { packageOverrides = …; }` */
function overrideSites(context: ReadContext): readonly Site[] {
  const { resolver } = context;
  return callsOf(context, new Set(['override'])).flatMap(({ expr, scope }) => {
    const forced = resolver.force({ expr: expr.arg, scope });
    const argument = forced.expr.kind === 'lambda' ? bodyOf(forced, forced.expr) : forced;
    const found = lookUpAttribute(resolver, argument, OVERRIDES);
    if (found.found !== 'value') return [];
    const fn = resolver.force({ expr: expr.fn, scope });
    const target = fn.expr.kind === 'select' ? withoutLastName(fn.expr)?.target : undefined;
    const python: Known<string | null> =
      target === undefined
        ? { known: false, why: 'which Python it is, is decided elsewhere' }
        : knownPython(resolver, { found: 'value', value: { expr: target, scope: fn.scope } });
    const composition = siteComposition(resolver, found.value);
    return [{ callee: OVERRIDES, file: scope.file, span: expr.span, composition, python }];
  });
}

/** `pythonPackagesExtensions = prev.pythonPackagesExtensions ++ [ … ];` in an overlay of nixpkgs. */
function extensionSites({ resolver, files }: ReadContext): readonly Site[] {
  const sites: Site[] = [];
  for (const file of files) {
    if (!file.tree.text.includes(EXTENSIONS)) continue;
    resolver.walk(file, ({ expr, scope }) => {
      if (expr.kind !== 'attrs' || !attributeNames(expr, scope)?.includes(EXTENSIONS)) return;
      const found = lookUpAttribute(resolver, { expr, scope }, EXTENSIONS);
      const binding = expr.bindings.find(
        (candidate): candidate is Binding =>
          candidate.kind === 'binding' &&
          candidate.path.names.some(
            (name) => name.kind === 'identifier' && name.name === EXTENSIONS,
          ),
      );
      if (found.found !== 'value' || binding === undefined) return;
      const python = { known: true as const, value: null };
      const composition = siteComposition(resolver, found.value);
      sites.push({ callee: EXTENSIONS, file, span: binding.span, composition, python });
    });
  }
  return sites;
}

function siteComposition(
  resolver: Resolver,
  value: Closure,
  former: string | null = null,
): Composition {
  const read = readLayers(resolver, value, {
    recognize: (closure) => {
      const { expr, scope } = resolver.force(closure);
      if (expr.kind !== 'select') return null;
      // What was there before: `prev.pythonPackagesExtensions`, `old.packageOverrides or (_: _: { })`.
      const reference = referenceOf(resolver, { expr: { ...expr, or: null }, scope });
      const last = reference?.names.at(-1);
      if (last === undefined) return null;
      if (last === EXTENSIONS || last === OVERRIDES || last === former)
        return { layers: [{ kind: 'neutral', name: last, closure }], insertion: null };
      // A list that the overlay of nixpkgs makes itself: `composeManyExtensions final.pythonOverlays`.
      const own = finalAttribute(resolver, closure);
      return own === null ? null : siteComposition(resolver, own, last);
    },
  });
  const [only, ...more] = read.layers;
  if (read.insertion !== null || only?.kind !== 'function' || more.length > 0) return read;
  return { ...read, insertion: insertionAt('compose', resolver.forceWritten(value)) };
}
