import { posix } from 'node:path';
import { normalizeName } from '../../python/names.ts';
import type { GeneratedReading, Known, TargetUse } from '../model.ts';
import { FileLoader } from '../resolve/files.ts';
import { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import { findAttr } from '../resolve/scope.ts';
import type { ReadContext, UseReading } from './context.ts';
import { readInputs } from './inputs.ts';
import type { Layer } from './layers.ts';
import { readOverrides } from './layers.ts';
import { overlayLayers } from './overlay-composition.ts';
import { bodyOf } from '../resolve/body.ts';
import type { Lookup } from './sets.ts';
import { attributesOf, lookUpAttribute } from './sets.ts';
import { NOTHING_CHOSEN, unlessBroken } from './use.ts';
import { knownPython } from './values.ts';

/** `requirements.nix` and the overrides beside it share what `--basename` says. */
const OVERRIDES = '_override.nix';
const DEFAULT_OVERRIDES = `requirements${OVERRIDES}`;

/**
 * What pypi2nix has written: a package set, and overrides that it leaves to the user. Either may
 * stand alone. The overrides' file is the use's, also where it is not there yet.
 */
export function readPypi2nix({ resolver, files }: ReadContext): readonly UseReading[] {
  const generated = files.flatMap((file) => readGenerated(resolver, file) ?? []);
  const byOverrides = new Map(generated.map((set) => [overridesOf(set.file), set]));
  const byPath = new Map(files.map((file) => [file.path, file]));
  const paths = new Set([
    ...byOverrides.keys(),
    ...files.map(({ path }) => path).filter((path) => posix.basename(path) === DEFAULT_OVERRIDES),
  ]);
  return [...paths].map((path) =>
    useOf(path, byPath.get(path) ?? null, byOverrides.get(path) ?? null),
  );
}

function overridesOf(generated: string): string {
  return generated.slice(0, -'.nix'.length) + OVERRIDES;
}

interface GeneratedSet extends GeneratedReading {
  readonly python: Known<string | null>;
}

function useOf(path: string, file: NixFile | null, generated: GeneratedSet | null): UseReading {
  // Alone: who sees `requirements.nix` sees through `python.overrideDerivation` to what it does.
  const resolver = new Resolver(new FileLoader(new Map()));
  if (file !== null) resolver.index(file);
  const own: readonly Layer[] = file === null ? [] : overlayLayers(resolver, file);
  const { reading, layers, overlays } = readOverrides(resolver, own);
  const overrides = { ...reading, defaults: { known: true, value: true } } as const;
  return {
    argument: null,
    layers,
    overlays,
    own: () => null,
    places: () => (file === null ? [] : [{ layers, insertion: null, packages: null }]),
    use: {
      target: 'pypi2nix',
      file: path,
      callee: generated === null ? 'requirements_override' : 'requirements',
      span: file?.tree.root?.span ?? { start: 0, end: 0 },
      projectDir: { known: true, value: posix.dirname(path) },
      preferWheels: { known: true, value: false },
      python: generated?.python ?? { known: false, why: 'requirements.nix is not there' },
      ...NOTHING_CHOSEN,
      overrides: file === null ? overrides : unlessStrange(overrides, file, overlays.length > 0),
      ...(generated === null ? {} : { generated }),
    },
  };
}

function unlessStrange(
  overrides: TargetUse['overrides'],
  file: NixFile,
  isOverlay: boolean,
): TargetUse['overrides'] {
  if (isOverlay) return unlessBroken(overrides, file);
  return { ...overrides, understood: false, why: `${posix.basename(file.path)} is no overlay` };
}

/** A file that pypi2nix 1 or 2 has generated, told by the names that it binds; null for all others. */
function readGenerated(resolver: Resolver, file: NixFile): GeneratedSet | null {
  const { root } = file.tree;
  if (root?.kind !== 'lambda' || root.body.kind !== 'let') return null;
  const outside = bodyOf({ scope: { kind: 'file', file, parent: null } }, root).scope;
  const node = root.body;
  const scope = { kind: 'bindings', file, parent: outside, node } as const;
  const bound = (name: string): Closure | null => findAttr(node.bindings, name, scope, outside);
  const [inputs, packages, set] = ['commonBuildInputs', 'generated', 'pythonPackages'].map(bound);
  if (inputs == null || packages == null || set == null) return null;
  const common = readInputs(resolver, inputs, { list: 'buildInputs', old: null });
  const call = resolver.force(set);
  // `import "…/python-packages.nix" { python = pkgs.python37; }`, or as pypi2nix 1 has it `pkgs.python35Packages`.
  const python: Lookup =
    call.expr.kind === 'apply'
      ? lookUpAttribute(resolver, { expr: call.expr.arg, scope: call.scope }, 'python')
      : { found: 'value', value: set };
  return {
    file: file.path,
    inputs: common.attrs,
    complete: common.complete && file.tree.errors.length === 0,
    packages: packagesOf(resolver, packages, common.attrs),
    python: knownPython(resolver, python),
  };
}

/** `generated = self: { "foo" = python.mkDerivation { buildInputs = commonBuildInputs ++ [ … ]; … }; }` */
function packagesOf(
  resolver: Resolver,
  closure: Closure,
  common: readonly string[],
): GeneratedReading['packages'] {
  const forced = resolver.force(closure);
  if (forced.expr.kind !== 'lambda') return new Map();
  const attributes = attributesOf(resolver, bodyOf(forced, forced.expr)) ?? [];
  return new Map(
    attributes.map(({ name, value }) => {
      const { expr, scope } = resolver.force(value);
      const argument = expr.kind === 'apply' ? { expr: expr.arg, scope } : value;
      const found = lookUpAttribute(resolver, argument, 'buildInputs');
      const attrs =
        found.found === 'value'
          ? readInputs(resolver, found.value, { list: 'buildInputs', old: null }).attrs
          : [];
      const own = attrs.filter((attr) => !common.includes(attr));
      return [normalizeName(name), { name, buildInputs: own }] as const;
    }),
  );
}
