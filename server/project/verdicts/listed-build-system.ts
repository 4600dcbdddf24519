import type { Dependency } from '../../manifests/model.ts';
import type { ListedPackage, OwnInputs, PackageReading } from '../../nix/api.ts';
import { normalizeName } from '../../python/names.ts';
import { whatBuilds } from '../../targets/build-system-pkgs.ts';
import type { Project } from '../model.ts';

/** What a project's back end wants and a call of nixpkgs' builders does not give, by the name that nixpkgs has for it. */
export interface AbsentBuildSystem {
  readonly name: string;
  /** Where the manifest requires it; null where it names no back end, which is setuptools by PEP 517. */
  readonly required: Dependency | null;
  readonly isBackend: boolean;
  /** Whether another package of the lists may bring it. */
  readonly brought: boolean;
}

export interface ComparedBuildSystem {
  readonly absent: readonly AbsentBuildSystem[];
  /** Back ends that `build-system` has and the manifest does not require. */
  readonly unasked: readonly ListedPackage[];
}

interface Backend {
  /** Its package, on PyPI and in nixpkgs. */
  readonly package: string;
  /** Names of packages and hooks that are it, or bring it. */
  readonly like: RegExp;
}

/**
 * By the module of `build-backend`. What brings it is what depends on it in nixpkgs; of setuptools those are many
 * (`SELF_CONTAINED`).
 */
const BACKENDS: ReadonlyMap<string, Backend> = new Map([
  ['flit_core', { package: 'flit-core', like: /flit/ }],
  ['flit_scm', { package: 'flit-scm', like: /flit-scm/ }],
  ['hatchling', { package: 'hatchling', like: /hatch|uv-dynamic-versioning|jupyter/ }],
  ['jupyter_packaging', { package: 'jupyter-packaging', like: /jupyter/ }],
  ['maturin', { package: 'maturin', like: /maturin/ }],
  ['mesonpy', { package: 'meson-python', like: /meson-?py/ }],
  ['pbr', { package: 'pbr', like: /pbr/ }],
  ['pdm', { package: 'pdm-backend', like: /pdm/ }],
  ['poetry', { package: 'poetry-core', like: /poetry/ }],
  ['poetry_dynamic_versioning', { package: 'poetry-dynamic-versioning', like: /poetry-dynamic/ }],
  ['scikit_build_core', { package: 'scikit-build-core', like: /scikit-?build/ }],
  ['setuptools', { package: 'setuptools', like: /setuptools|pbr|scikit-build$|versioneer|cffi/ }],
  ['sipbuild', { package: 'sip', like: /^sip|pyqt/ }],
  ['skbuild', { package: 'scikit-build', like: /scikit-?build/ }],
  ['uv_build', { package: 'uv-build', like: /^uv/ }],
]);

/** What back ends load beside themselves; nixpkgs has each under its own name. */
const PLUGINS: ReadonlySet<string> = new Set([
  'hatch-fancy-pypi-readme',
  'hatch-jupyter-builder',
  'hatch-nodejs-version',
  'hatch-requirements-txt',
  'hatch-vcs',
  'poetry-dynamic-versioning',
  'setuptools-rust',
  'setuptools-scm',
  'uv-dynamic-versioning',
]);

/** Tools of a build that surely bring no setuptools. */
const SELF_CONTAINED: ReadonlySet<string> = new Set([
  'cmake',
  'cython',
  'flit-core',
  'hatchling',
  'maturin',
  'pdm-backend',
  'pkg-config',
  'poetry-core',
  'scikit-build-core',
  'uv-build',
  'wheel',
]);

/** What names setuptools for its own use, so that it may stand in `build-system` without being required by name. */
const USES_SETUPTOOLS = /setuptools|pbr|scikit-build$|cffi|cython|numpy|versioneer|mypy|torch/;

/**
 * `build-system` of a call beside `[build-system]` of the manifest. nixpkgs runs `build --no-isolation`, which asks for
 * all that is required before it builds (pypaBuildHook); maturin's hook builds without asking.
 *
 * @param words every name that the Nix file mentions, normalised.
 * @param holds whether a dependency's marker surely holds.
 */
export function comparedBuildSystem(
  { manifest: { buildSystem } }: Project,
  { buildSystem: listed }: PackageReading,
  { lists }: OwnInputs,
  words: ReadonlySet<string>,
  holds: (dependency: Dependency) => boolean,
): ComparedBuildSystem {
  const names = lists.flatMap(({ attrs }) => attrs).map((attr) => normalizeName(attr));
  const ofBuild = lists.filter(
    ({ list }) => list === 'build-system' || list === 'nativeBuildInputs',
  );
  const areKnown = ofBuild
    .flatMap(({ attrs }) => attrs)
    .every((attr) => whatBuilds(normalizeName(attr)) !== 'unknown' || attr.endsWith('Hook'));
  const requires = buildSystem?.requires ?? [];
  const module = buildSystem?.backend?.text.split(/[.:]/)[0] ?? 'setuptools';
  const backend = BACKENDS.get(module) ?? null;
  const required = requires.find(({ normalized }) => normalized === backend?.package) ?? null;
  const isNamed = required !== null ? holds(required) : buildSystem === null;
  const absent: AbsentBuildSystem[] = [];
  if (backend !== null && isNamed && areKnown && !names.some((name) => backend.like.test(name))) {
    const brought =
      backend.package === 'setuptools' && !names.every((name) => SELF_CONTAINED.has(name));
    absent.push({ name: backend.package, required, isBackend: true, brought });
  }
  const asksForAll = backend !== null && backend.package !== 'maturin';
  if (areKnown && asksForAll && !names.some((name) => name.endsWith('hook')))
    for (const each of requires) {
      const { normalized } = each;
      if (!PLUGINS.has(normalized) || normalized === backend.package) continue;
      if (holds(each) && !words.has(normalized))
        absent.push({ name: normalized, required: each, isBackend: false, brought: false });
    }
  return { absent, unasked: unaskedIn(listed.packages, backend, requires) };
}

/** Back ends of other projects. Nothing is said where the manifest names a back end that is not known. */
function unaskedIn(
  listed: readonly ListedPackage[],
  backend: Backend | null,
  requires: readonly Dependency[],
): readonly ListedPackage[] {
  if (backend === null) return [];
  const asked = new Set([backend.package, ...requires.map(({ normalized }) => normalized)]);
  const mayUseSetuptools = [...asked].some((name) => USES_SETUPTOOLS.test(name));
  return listed.filter(({ attr, isOfPython }) => {
    const name = normalizeName(attr);
    if (!isOfPython || asked.has(name) || !PACKAGES.has(name)) return false;
    return name !== 'setuptools' || !mayUseSetuptools;
  });
}

const PACKAGES: ReadonlySet<string> = new Set(
  [...BACKENDS.values()].map(({ package: name }) => name),
);
