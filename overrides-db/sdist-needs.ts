import { canonicalInputs, type Input } from './attributes.ts';
import {
  inputsOfCMakePackage,
  inputsOfLibrary,
  inputsOfPkgConfig,
  inputsOfProgram,
  isLibraryAttribute,
} from './build-names.ts';
import type { Conditions, Need, System } from './model.ts';
import type { ReadEvidence, Reading } from './reading.ts';
import type { ReadNeed } from './read-need.ts';
import { needsOfRequirements } from './requirement-needs.ts';

/**
 * What building an sdist takes, as its own files have it. A library is required where a plain build links
 * it on every way through the script; one that lies in the sdist as well is not.
 *
 * @param recipes what others say it needs: of these too the sdist may bring some along
 */
export function needsOfSdist(reading: Reading, recipes: readonly Need[] = []): ReadNeed[] {
  const places = new Map(
    reading.evidence
      .filter(({ kind }) => kind === 'bundled')
      .map(({ name, at }) => [plainName(name), at] as const),
  );
  const needs = reading.evidence.flatMap((one) => needsOf(one, places, recipes));
  const hasConfigProgram = reading.evidence.some(
    ({ kind, name }) =>
      kind === 'program' &&
      name !== 'pkg-config' &&
      /^\w[\w.]*[-_]config$/.test(name) &&
      inputsOfProgram(name) !== null,
  );
  const brought = recipes.flatMap((need): ReadNeed[] => {
    const at = need.kind === 'native-input' ? places.get(plainName(need.attr)) : undefined;
    return at === undefined ? [] : [{ need, required: false, when: {}, at, bundled: true }];
  });
  const requirements = reading.evidence.filter(({ kind }) => kind === 'requirement');
  const required = needsOfRequirements(requirements);
  const all = strongest([
    ...needs,
    ...required,
    ...ofBackend(reading),
    ...ofLegacy(reading),
    ...brought,
  ]);
  // Where a script has a library's own program as well, one of the two will do.
  const sure = hasConfigProgram ? all.map(withoutPkgConfig) : all;
  return buildsRust(reading) ? sure : sure.map(withoutRust);
}

/** Rust that no build requirement can build is built by those who ask for it. */
function buildsRust({ backend = '', evidence }: Reading): boolean {
  return (
    /^(?:maturin|setuptools_rust)\b/.test(backend) ||
    evidence.some(
      ({ kind, name }) => kind === 'requirement' && /^(?:setuptools[-_]rust|maturin)\b/i.test(name),
    )
  );
}

function withoutRust(one: ReadNeed): ReadNeed {
  const { need } = one;
  const isRust =
    need.kind === 'cargo-hash' ||
    (need.kind === 'native-input' && (need.attr === 'cargo' || need.attr === 'rustc'));
  return isRust ? { ...one, required: false, feature: true } : one;
}

function withoutPkgConfig(one: ReadNeed): ReadNeed {
  const { need, at } = one;
  const isIt = need.kind === 'native-input' && need.attr === 'pkg-config' && /\.py:\d+$/.test(at);
  return isIt ? { ...one, required: false } : one;
}

function needsOf(
  evidence: ReadEvidence,
  bundled: ReadonlyMap<string, string>,
  recipes: readonly Need[],
): ReadNeed[] {
  const { kind, name, at } = evidence;
  const required = evidence.if === undefined;
  const when = { ...systemsOf(evidence) };
  switch (kind) {
    case 'requirement':
      return [];
    case 'crate':
      return [{ need: { kind: 'cargo-hash' }, required, when, at }];
    default: {
      const found = inputsOf(kind, name) ?? ofRecipes(kind, name, recipes);
      const inputs = found.flatMap((input) => [input, ...(COMPANIONS.get(input.attr) ?? [])]);
      return inputs
        .flatMap((input) => canonicalInputs(input))
        .map(({ attr, as }) => {
          const isOwn = bundled.has(plainName(attr));
          const need: Need = { kind: 'native-input', attr, as };
          // A script may look for a program and go on without it; a few it cannot do without.
          const isSure = required && (kind !== 'program' || as === 'buildInputs' || isNeeded(attr));
          return isOwn
            ? { need, required: false, when, at, bundled: true }
            : {
                need,
                required: isSure,
                when,
                at,
                ...(isFeature(evidence.if) ? { feature: true as const } : {}),
              };
        });
    }
  }
}

function inputsOf(kind: ReadEvidence['kind'], name: string): readonly Input[] | null {
  switch (kind) {
    case 'library':
      return inputsOfLibrary(name);
    case 'pkg-config':
      return inputsOfPkgConfig(name);
    case 'program':
      return inputsOfProgram(name);
    case 'cmake-package':
      return NOT_OF_NIX.has(name.toLowerCase()) ? null : inputsOfCMakePackage(name);
    case 'meson-dependency':
      return NOT_OF_NIX.has(name.toLowerCase())
        ? null
        : (inputsOfPkgConfig(name) ?? inputsOfCMakePackage(name));
    case 'language':
      return LANGUAGES.get(name) ?? null;
    default:
      return null;
  }
}

function isFeature(condition: string | undefined): boolean {
  return condition !== undefined && FEATURE.test(condition);
}

const FEATURE =
  /(?:\b|_)(?:use|using|with|without|enabled?|disable|build|have|has|debug|tests?|dynamic|static|optional|try)(?:_|\b)|required: |looked for|environ|getenv|argv/i;

/** By a recipe, where it names what the table has not: `olm` for `-lolm`. */
function ofRecipes(kind: ReadEvidence['kind'], name: string, recipes: readonly Need[]): Input[] {
  if (!LIBRARIES.has(kind)) return [];
  return recipes.flatMap((need) =>
    need.kind === 'native-input' && plainName(need.attr) === plainName(name)
      ? [{ attr: need.attr, as: need.as }]
      : [],
  );
}

const LIBRARIES: ReadonlySet<string> = new Set([
  'library',
  'pkg-config',
  'cmake-package',
  'meson-dependency',
]);

const NEEDED_TOOLS: ReadonlySet<string> = new Set([
  'pkg-config',
  'cmake',
  'swig',
  'gfortran',
  'llvm',
  'qt5.qtbase',
]);

/** Whether it is a tool of builds, or the program of a library, `pg_config`. */
function isNeeded(attr: string): boolean {
  return NEEDED_TOOLS.has(attr) || isLibraryAttribute(attr) || attr.includes('pg_config');
}

/** What nixpkgs keeps apart from a library that cannot be compiled against without it. */
const COMPANIONS: ReadonlyMap<string, readonly Input[]> = new Map([
  ['ocl-icd', [{ attr: 'opencl-headers', as: 'buildInputs' }]],
]);

/** What CMake and Meson find in the compiler, in Python or in Python's packages. */
const NOT_OF_NIX: ReadonlySet<string> = new Set(
  (
    'python python3 pythoninterp pythonlibs pythonextensions pybind11 nanobind cython numpy f2py threads ' +
    'openmp git skbuild sip cuda cudatoolkit'
  ).split(' '),
);

const tool = (attr: string): Input => ({ attr, as: 'nativeBuildInputs' });
/** What a compiler's language takes beside what every build has. */
const LANGUAGES: ReadonlyMap<string, readonly Input[]> = new Map([
  ['rust', [tool('cargo'), tool('rustc')]],
  ['fortran', [tool('gfortran')]],
  ['swig', [tool('swig')]],
  ['java', [tool('jdk')]],
]);

/** Back ends that run a program which their own requirements do not bring where it is on the PATH. */
function ofBackend({ backend = '' }: Reading): ReadNeed[] {
  const [top = ''] = backend.split(/[.:]/);
  if (top !== 'scikit_build_core' && top !== 'skbuild') return [];
  const need: Need = { kind: 'native-input', attr: 'cmake', as: 'nativeBuildInputs' };
  return [{ need, required: true, when: {}, at: 'pyproject.toml:1' }];
}

/** PEP 517: without a back end it is setuptools'. */
function ofLegacy({ backend, evidence }: Reading): ReadNeed[] {
  if (backend !== undefined || evidence.some((one) => isOfPyproject(one))) return [];
  const need: Need = { kind: 'build-system', attr: 'setuptools' };
  return [{ need, required: true, when: {}, at: 'setup.py:1' }];
}

function isOfPyproject({ kind, at }: ReadEvidence): boolean {
  return kind === 'requirement' && at.startsWith('pyproject.toml:');
}

const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];

function systemsOf({ on }: ReadEvidence): Pick<Conditions, 'systems'> {
  return on === undefined ? {} : limited(SYSTEMS.filter((one) => one.endsWith(on)));
}

function limited(systems: readonly System[]): Pick<Conditions, 'systems'> {
  return systems.length === SYSTEMS.length ? {} : { systems };
}

/** One for each need and system: a certain one before what only may be, a library before a tool. */
function strongest(needs: readonly ReadNeed[]): ReadNeed[] {
  const found = new Map<string, ReadNeed>();
  for (const one of needs) {
    const { need, when } = one;
    const key = JSON.stringify([need.kind, 'attr' in need ? need.attr : '', when]);
    const known = found.get(key);
    if (known === undefined || rank(one) > rank(known)) found.set(key, one);
  }
  const everywhere = new Set(
    [...found.values()].filter((one) => one.required && isEverywhere(one)).map(attrOf),
  );
  // What is required everywhere is not said again for one system, or as what may be.
  return [...found.values()].filter(
    (one) => (one.required && isEverywhere(one)) || !everywhere.has(attrOf(one)),
  );
}

function attrOf({ need }: ReadNeed): string {
  return `${need.kind} ${'attr' in need ? need.attr : ''}`;
}

function isEverywhere({ when }: ReadNeed): boolean {
  return when.systems === undefined && when.python === undefined;
}

function rank({ required, need, feature }: ReadNeed): number {
  const isLinked = need.kind === 'native-input' && need.as === 'buildInputs';
  return (required ? 4 : 0) + (feature === true ? 0 : 2) + (isLinked ? 1 : 0);
}

/** `lz4libs`, `liblz4`, `lz4-1.9`: `lz4`. */
export function plainName(name: string): string {
  const dot = name.lastIndexOf('.');
  // The last part of an attribute's path, `xorg.libX11`; a version's dot has a number behind it.
  const own = /\d/.test(name.charAt(dot + 1)) ? name : name.slice(dot + 1);
  const bare = own.toLowerCase().replace(/[-_]v?\d[\d.]*$/, '');
  const inner = bare.replace(/^lib(?=\w)/, '').replace(/(?:[-_]?libs?|[-_]src)$/, '');
  return (inner === '' ? bare : inner).replaceAll(/[-_]/g, '');
}
