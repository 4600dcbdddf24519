import { posix } from 'node:path';
import type { Known } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { finalAttribute } from '../resolve/final-attribute.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import type { Binding } from '../syntax.ts';
import type { Call, ReadContext, UseReading } from './context.ts';
import { callsOf } from './context.ts';
import type { Layer } from './layers.ts';
import { readLayers, readOverrides } from './layers.ts';
import { bodyOf } from './override.ts';
import { readOwnInputs } from './own-inputs.ts';
import { projectAround } from './place.ts';
import { referenceOf, withoutLastName } from './reference.ts';
import { attributeNames, lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN } from './use.ts';
import { knownPython, pathOf } from './values.ts';

const BUILDERS: ReadonlySet<string> = new Set(['buildPythonApplication', 'buildPythonPackage']);
const EXTENSIONS = 'pythonPackagesExtensions';
const OVERRIDES = 'packageOverrides';

/** Overlays of nixpkgs' own Python package sets, in one place. */
interface Site {
  readonly callee: string;
  readonly file: NixFile;
  readonly span: UseReading['use']['span'];
  readonly value: Closure;
  readonly python: Known<string | null>;
}

/**
 * Plain nixpkgs: overlays of its Python packages (`packageOverrides`, `pythonPackagesExtensions`), and projects that
 * `buildPythonApplication` or `buildPythonPackage` build from a folder of sources.
 */
export function readNixpkgs(context: ReadContext): readonly UseReading[] {
  const { resolver } = context;
  const sites = [...overrideSites(context), ...extensionSites(context)];
  const layers = sites.flatMap(({ value }) => siteLayers(resolver, value));
  const builds = callsOf(context, BUILDERS).flatMap((call) => readBuild(context, call, layers));
  if (builds.length > 0) return builds;
  return sites.map((site) => {
    const own = siteLayers(resolver, site.value);
    const { reading, overlays } = readOverrides(resolver, own);
    return {
      argument: null,
      layers: own,
      overlays,
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

/** A project's own package; null-like (empty) where its sources are not a folder that is known. */
function readBuild(
  context: ReadContext,
  call: Call,
  layers: readonly Layer[],
): readonly UseReading[] {
  const { resolver } = context;
  const { expr, scope, callee } = call;
  const forced = resolver.force({ expr: expr.arg, scope });
  const argument = forced.expr.kind === 'lambda' ? bodyOf(forced, forced.expr) : forced;
  const source = lookUpAttribute(resolver, argument, 'src');
  const folder = source.found === 'value' ? pathOf(resolver, source.value) : null;
  if (folder === null || posix.extname(folder) !== '') return [];
  const { reading, overlays } = readOverrides(resolver, layers);
  return [
    {
      argument,
      layers,
      overlays,
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
    return [{ callee: OVERRIDES, file: scope.file, span: expr.span, value: found.value, python }];
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
      sites.push({ callee: EXTENSIONS, file, span: binding.span, value: found.value, python });
    });
  }
  return sites;
}

function siteLayers(
  resolver: Resolver,
  value: Closure,
  former: string | null = null,
): readonly Layer[] {
  return readLayers(resolver, value, {
    recognize: (closure) => {
      const { expr, scope } = resolver.force(closure);
      if (expr.kind !== 'select') return null;
      // What was there before: `prev.pythonPackagesExtensions`, `old.packageOverrides or (_: _: { })`.
      const reference = referenceOf(resolver, { expr: { ...expr, or: null }, scope });
      const last = reference?.names.at(-1);
      if (last === undefined) return null;
      if (last === EXTENSIONS || last === OVERRIDES || last === former)
        return [{ kind: 'neutral', name: last, closure }];
      // A list that the overlay of nixpkgs makes itself: `composeManyExtensions final.pythonOverlays`.
      const own = finalAttribute(resolver, closure);
      return own === null ? null : siteLayers(resolver, own, last);
    },
  });
}
