import { canonicalAttr } from '../../../../overrides-db/attributes.ts';
import { inputsOfLibrary } from '../../../../overrides-db/build-names.ts';
import { cudaAttr } from '../../../../overrides-db/sibling-wheels.ts';
import type { Need } from '../../../../overrides-db/model.ts';
import type { OverrideEntry, OverridesReading, OwnInputs } from '../../../nix/api.ts';
import { whatBuilds } from '../../../targets/build-system-pkgs.ts';
import { carries, isBuildSystem } from '../../../targets/needs.ts';
import { isMatch } from '../../inputs/wildcards.ts';
import { baseName } from '../../inputs/text-file.ts';
import { maybe, NO, yesIn, type Provider } from './model.ts';

/** What a derivation is given by attributes: an override, or the call that builds it. */
type Given = Pick<OverrideEntry, 'lists' | 'sets' | 'ignoredLibraries'>;

/**
 * The overlays of a use.
 *
 * @param entries those of the package.
 */
export function overlayProvider(
  entries: readonly OverrideEntry[],
  { understood, why }: Pick<OverridesReading, 'understood' | 'why'>,
): Provider {
  return {
    answer({ need }) {
      const giving = entries.filter((entry) => gives(entry, need));
      const [first] = giving;
      const sure = giving.find(({ conditional }) => !conditional);
      if (sure !== undefined) return yesIn(sure.file, `${baseName(sure.file)} provides it`);
      if (first !== undefined)
        return maybe(`a condition decides on the override in ${baseName(first.file)}`);
      if (!understood) return maybe(why);
      if (need.kind === 'any-build-system') {
        const perhaps = entries.find(mayGiveBuildSystem);
        if (perhaps !== undefined)
          return maybe(`${baseName(perhaps.file)} gives it what may be a build system`);
      }
      const isOfWheel = need.kind === 'ignored-library' || need.kind === 'wheel-library';
      const opaque = entries.find(
        (entry) =>
          entry.opaque ||
          entry.conditional ||
          hidesInputs(entry, OPAQUE_ATTRIBUTES) ||
          (isOfWheel && entry.sets.some((name) => PATCHING.has(name))) ||
          (isOfWheel && mayIgnore(entry, need)) ||
          (need.kind === 'wheel-library' && mayCarry(entry)),
      );
      return opaque === undefined ? NO : notRead(opaque.file);
    },
  };
}

/**
 * The arguments of a call that builds the project itself.
 *
 * @param file where the call stands, an absolute path.
 */
export function callProvider(inputs: OwnInputs, file: string): Provider {
  return {
    answer({ need }) {
      if (gives(inputs, need)) return yesIn(file, `${baseName(file)} provides it`);
      if (!inputs.understood) return maybe(inputs.why);
      return hidesInputs(inputs, OPAQUE_ARGUMENTS) ? notRead(file) : NO;
    },
  };
}

function notRead(file: string): ReturnType<typeof maybe> {
  return maybe(`${baseName(file)} overrides it in a way that is not read`);
}

function gives({ lists, sets, ignoredLibraries }: Given, need: Need): boolean {
  switch (need.kind) {
    case 'build-system':
      return lists.some(({ attrs }) => attrs.some((attr) => isBuildSystem(attr, need.attr)));
    case 'any-build-system':
      return lists.some(({ attrs }) => attrs.some((attr) => whatBuilds(attr) === 'build-system'));
    case 'native-input':
    case 'wheel-library':
      return lists.some(({ attrs }) => attrs.some((attr) => carries(attr, need.attr)));
    case 'ignored-library':
      return (
        sets.includes('dontAutoPatchelf') ||
        ignoredLibraries?.patterns.some((pattern) => isMatch(pattern, need.name)) === true ||
        lists.some(({ attrs }) => attrs.some((attr) => attr === need.by))
      );
    case 'cargo-hash':
      return sets.some((name) => name === 'cargoDeps' || name === 'cargoHash');
    case 'environment':
      return sets.includes(need.name);
  }
}

/**
 * Whether a library of a wheel may be passed over by a list of those that autoPatchelf may miss: one that cannot be read
 * whole, or, where the need names its attribute alone, one with names of which it is not known what brings them.
 */
function mayIgnore({ sets, ignoredLibraries }: Given, need: Need): boolean {
  if (ignoredLibraries?.complete !== true) return sets.includes('autoPatchelfIgnoreMissingDeps');
  if (need.kind !== 'wheel-library') return false;
  return ignoredLibraries.patterns.some((pattern) => {
    const cuda = cudaAttr(pattern);
    if (cuda !== null) return `cudaPackages.${cuda}` === need.attr;
    const [, name = ''] = /^lib([\w+-]+)\.so(?:\.[\d.]+)?$/.exec(pattern) ?? [];
    const inputs = inputsOfLibrary(name);
    return (
      !OF_OTHERS.test(name) &&
      (inputs?.some(({ attr }) => canonicalAttr(attr) === canonicalAttr(need.attr)) ?? true)
    );
  });
}

/**
 * Whether what an override gives a wheel may bring further libraries: patching looks where the libraries that it found are linked
 * to look themselves. What links nothing but the C library's brings none.
 */
function mayCarry({ lists }: Given): boolean {
  return lists.some(
    ({ list, attrs }) =>
      list !== 'nativeBuildInputs' && attrs.some((attr) => !LEAVES.has(canonicalAttr(attr))),
  );
}

const LEAVES: ReadonlySet<string> = new Set(
  `brotli bzip2 expat libGL libffi libgcc libuuid libxcrypt libyaml lz4 openssl rdma-core snappy stdenv.cc.cc.lib
  systemd xz zlib zstd`.split(/\s+/),
);

/** The driver's libraries and torch's, which no attribute of a wheel's need stands for. */
const OF_OTHERS = /^(?:cuda$|nv|torch|c10)/;

/** Whether the inputs may hold a build system that is known by no such name: not of a list of what is linked. */
function mayGiveBuildSystem({ lists }: Given): boolean {
  return lists.some(
    ({ list, attrs }) =>
      list !== 'buildInputs' && attrs.some((attr) => whatBuilds(attr) === 'unknown'),
  );
}

/** Whether the inputs cannot be listed, so that what is left out is not known. */
function hidesInputs({ lists, sets }: Given, opaque: ReadonlySet<string>): boolean {
  return lists.some(({ complete }) => !complete) || sets.some((name) => opaque.has(name));
}

/** Attributes through which an override may provide a library or leave out the code that wants it. */
const OPAQUE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'src',
  'format',
  'patches',
  'postPatch',
  'prePatch',
  'patchPhase',
  'preBuild',
  'preConfigure',
  'configurePhase',
  'buildPhase',
  'env',
  'dependencies',
  'build-system',
  'pyproject',
]);

/** Attributes that change what is asked of the libraries of a wheel. */
const PATCHING: ReadonlySet<string> = new Set([
  'appendRunpaths',
  'dontAutoPatchelf',
  'fixupPhase',
  'installPhase',
  'postFixup',
  'postInstall',
  'preFixup',
  'runtimeDependencies',
]);

/** What a call that builds the project sets anyway, and what hides nothing there. */
const OF_EVERY_CALL: ReadonlySet<string> = new Set([
  'build-system',
  'dependencies',
  'format',
  'pyproject',
  'src',
]);

const OPAQUE_ARGUMENTS: ReadonlySet<string> = new Set(
  [...OPAQUE_ATTRIBUTES].filter((name) => !OF_EVERY_CALL.has(name)),
);
