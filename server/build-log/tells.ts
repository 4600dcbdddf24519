import type { Input } from '../../overrides-db/attributes.ts';
import {
  attrOfDlopen,
  attrOfSharedLibrary,
  buildSystemOfHeader,
  buildSystemOfModule,
  inputsOfCMakePackage,
  inputsOfHeader,
  inputsOfLibrary,
  inputsOfName,
  inputsOfPkgConfig,
  inputsOfProgram,
  isBuildSystem,
} from '../../overrides-db/build-names.ts';
import type { Need } from '../../overrides-db/model.ts';
import { normalizeName } from '../python/names.ts';
import { missingAttribute } from './attributes.ts';
import type { Tells } from './messages/model.ts';
import type { Recognised } from './model.ts';
import { cudaAttr, isOfDriver } from '../../overrides-db/sibling-wheels.ts';

/** Where a message stands, as far as it decides on what it means. */
export interface Where {
  /** The phase of the build; null where it is not known. */
  readonly phase: string | null;
  /** The version of the package that is built; null where it is not known. */
  readonly version: string | null;
}

/** What a message comes to that speaks of `name`. Null where it turns out to say nothing of use. */
export function recognise(tells: Tells, name: string, where: Where): Recognised | null {
  switch (tells) {
    case 'header':
      return header(name);
    case 'library':
      return library(name);
    case 'pkg-config':
      return native(inputsOfPkgConfig(name), `brings ${name}.pc`);
    case 'program':
      return program(name);
    case 'cmake-package':
      return cmakePackage(name);
    case 'named':
      return native(inputsOfName(name), `brings ${name}`);
    case 'shared-library':
      return sharedLibrary(name);
    case 'sought':
      return sought(name);
    case 'sought-module':
      return soughtModule(name);
    case 'imported-module':
      return importedModule(name, where);
    case 'module':
      return isOfRunTime(where.phase) ? dependency(name.split('.', 1)[0] ?? '') : module(name);
    case 'requirement':
      return requirement(name);
    case 'dependency':
      return dependency(name);
    case 'distribution':
      return { ...dependency(name), runTime: [{ kind: 'dependency', name: normalizeName(name) }] };
    case 'other-version':
      return { runTime: [{ kind: 'other-version', name: normalizeName(name) }] };
    case 'linked-library':
      return linkedLibrary(name);
    case 'rust':
      return rust(name);
    case 'version':
      return statedVersion(name, where.version);
    case 'attribute':
      return missingAttribute(name);
    case 'collision':
    case 'advice':
      return {};
  }
}

/** What was built is imported or tested there, so that what it lacks are dependencies and not build systems. */
function isOfRunTime(phase: string | null): boolean {
  return phase !== null && /import|check|test/i.test(phase);
}

function header(name: string): Recognised {
  if (/^(?:.{1,100}\/)?(?:Python|pyconfig)\.h$/.test(name))
    return { advice: 'The headers of the interpreter are missing.' };
  if (OF_C.has(name)) return { advice: NO_C_LIBRARY };
  const attr = buildSystemOfHeader(name);
  if (attr !== null) return { needs: [{ kind: 'build-system', attr }] };
  return native(inputsOfHeader(name), `brings ${name}`);
}

/** Headers of the C library, and libraries that are parts of it or come with every compiler. */
const OF_C: ReadonlySet<string> = new Set(
  'assert ctype errno limits math pthread signal stdint stdio stdlib string sys/types time unistd'
    .split(' ')
    .map((name) => `${name}.h`),
);
const LIBRARIES_OF_C: ReadonlySet<string> = new Set(
  'c crypt dl gcc gcc_s m pthread rt util'.split(' '),
);
const NO_C_LIBRARY =
  'It is a part of the C library: the build has a compiler without it (of another system or environment than the build’s own, or `stdenvNoCC`). It wants the compiler of `stdenv` alone, and no other one on its PATH or in CC.';

function library(name: string): Recognised {
  if (LIBRARIES_OF_C.has(name)) return { advice: NO_C_LIBRARY };
  return native(inputsOfLibrary(name), `brings the library ${name}`);
}

const COMPILERS: ReadonlySet<string> = new Set(['cc', 'c++', 'gcc', 'g++', 'clang', 'clang++']);

/** Much is not found that no build misses (`checking for foo... not found`): only what is known counts. */
function program(name: string): Recognised | null {
  const bare = name.replace(/^[\w.-]*linux-gnu-/, '');
  if (COMPILERS.has(bare))
    return {
      advice:
        'The build has no C or C++ compiler: it wants an environment with one (`stdenv`, not `stdenvNoCC`).',
    };
  const inputs = inputsOfProgram(name);
  return inputs === null ? soughtModule(bare) : { needs: inputs.map(toNeed) };
}

/** Words of any sentence that are attributes or programs too. */
const WORDS: ReadonlySet<string> = new Set(['attr', 'check', 'expect', 'file', 'time', 'which']);

/** A word of a sentence: unknown ones say nothing. */
function sought(name: string): Recognised | null {
  const bare = name.replace(/[.,;:!]{1,3}$/, '');
  if (WORDS.has(bare.toLowerCase())) return null;
  const known = program(bare);
  if (known !== null) return known;
  const inputs = inputsOfName(bare);
  return inputs === null ? null : { needs: inputs.map(toNeed) };
}

/** Build systems that are words of any sentence. */
const COMMON: ReadonlySet<string> = new Set([
  'build',
  'packaging',
  'pip',
  'wheel',
  'installer',
  'toml',
]);

function soughtModule(name: string): Recognised | null {
  const attr = normalizeName(name);
  if (COMMON.has(attr) || !isBuildSystem(attr)) return null;
  return { needs: [{ kind: 'build-system', attr }] };
}

/** Some of what `find_package` looks for are Python packages with CMake files of their own. */
function cmakePackage(name: string): Recognised {
  if (/^pkg-?config$/i.test(name)) return program('pkg-config') ?? {};
  if (/^python[23]?(?:interp|libs)?$/i.test(name))
    return {
      advice: `CMake does not find all of the interpreter (${name}): its headers and library come with the \`python\` that the package is built for, which belongs among nativeBuildInputs and buildInputs; with NumPy among what is missing, numpy belongs into the build systems.`,
    };
  const attr = buildSystemOfModule(name.toLowerCase()) ?? ofScikitBuild(name);
  if (attr !== null) return { needs: [{ kind: 'build-system', attr }] };
  return native(inputsOfCMakePackage(name), `brings ${name} for CMake`);
}

/** The build system that brings a module for CMake itself. */
function ofScikitBuild(name: string): string | null {
  return /^(?:PythonExtensions|UseCython|F2PY)$/i.test(name) ? 'scikit-build' : null;
}

/** Python names the outermost part that is missing: `a.b` says that `a` is there, and a distribution of `a` brings both. */
function importedModule(name: string, where: Where): Recognised {
  const first = name.split('.', 1)[0] ?? '';
  const attr = buildSystemOfModule(name);
  if (attr !== null && name !== first && attr === buildSystemOfModule(first))
    return { advice: otherVersion(first, name) };
  return recognise('module', name, where) ?? {};
}

function otherVersion(first: string, path: string): string {
  return `${first} is there, and in this version has no ${path} (Python names the package itself where that is missing): an older or a newer one for the build, a newer release of what is built, or its wheel.`;
}

function module(name: string): Recognised {
  const path = name.split(':', 1)[0] ?? '';
  const attr = buildSystemOfModule(path);
  return attr === null
    ? {
        advice: `It is not known which package brings the module ${name} to a build; where something that was built imports it, it belongs into the dependencies.`,
      }
    : { needs: [{ kind: 'build-system', attr }] };
}

/** `hatchling>=1.18`, `meson-python==0.18.0`: as PEP 508 has it. */
function requirement(text: string): Recognised {
  const name = normalizeName(/^[A-Za-z0-9][\w.-]*/.exec(text)?.[0] ?? text);
  const pinned = /(?:==|<=?|~=)\s*([\w.*+!]{1,40})/.exec(text)?.[0];
  const advice =
    pinned === undefined
      ? undefined
      : `It asks for ${name} ${pinned}: where ${name} is there already, it is of another version. Then it wants that version in the set, \`postPatch\` that relaxes the pin, or the wheel.`;
  if (isBuildSystem(name))
    return { needs: [{ kind: 'build-system', attr: name }], ...(advice && { advice }) };
  return {
    advice:
      advice ??
      `The build asks for ${name}; if that is a build requirement, it belongs into the build systems.`,
  };
}

function dependency(name: string): Recognised {
  return {
    advice: `What was built needs ${name} when it runs: it belongs into its dependencies (\`dependencies\`, \`propagatedBuildInputs\`), not into the build systems. With a lock, \`${name}\` is to be among what the lock says it depends on.`,
  };
}

function sharedLibrary(name: string): Recognised {
  if (/^libpython[\d.]{1,8}[a-z]{0,2}\.(?:so|dylib)/.test(name)) return { advice: OF_INTERPRETER };
  const known = attrOfSharedLibrary(name) ?? attrOfDlopen(name);
  if (known !== null) return { needs: [{ kind: 'wheel-library', attr: known }] };
  if (isOfDriver(name))
    return { advice: `${name} comes with the driver: name it in autoPatchelfIgnoreMissingDeps.` };
  const attr = cudaAttr(name);
  if (attr !== null)
    return {
      advice: `${name} is in another wheel of NVIDIA (nvidia-…): where the lock has it, name ${name} in autoPatchelfIgnoreMissingDeps, since Python loads it from beside; else cudaPackages.${attr} among the buildInputs.`,
    };
  return {
    advice: `It is not known which package brings ${name}; what can do without it names it in autoPatchelfIgnoreMissingDeps.`,
  };
}

/** What no package is known to bring may be in a wheel that is locked beside. */
function linkedLibrary(name: string): Recognised {
  const found = sharedLibrary(name);
  return found.needs === undefined ? { ...found, runTime: [{ kind: 'library', name }] } : found;
}

/** What calls cargo is told where the message comes from it: the hook of another one would run it twice. */
function rust(name: string): Recognised {
  const caller: readonly Need[] =
    name === 'setuptools-rust' ? [{ kind: 'build-system', attr: name }] : [];
  return {
    needs: [...caller, { kind: 'cargo-hash' }],
    advice: 'Taking the wheel needs no Rust.',
  };
}

/** Variables that state a version; the version itself is what the log says is built, here or further down. */
function statedVersion(variable: string, version: string | null): Recognised {
  const advice = `Its version comes from a git repository, which the sources in the store do not have: ${variable} states it. The sdist of the index has it in its metadata.`;
  return version === null
    ? { advice, versionVariable: variable }
    : { needs: [{ kind: 'environment', name: variable, value: version }], advice };
}

const OF_INTERPRETER =
  'It is of the interpreter: the `python` that the package is built for belongs among its nativeBuildInputs and buildInputs (nixpkgs’ builders put it there), and an interpreter that uv downloads lacks it often.';

/** The interpreter's own library and `.pc` file. */
const INTERPRETER =
  /brings (?:the library )?python-?[23]?(?:\.\d{1,2}[a-z]{0,2})?(?:-embed)?(?:\.pc)?$/;

function native(inputs: readonly Input[] | null, what: string): Recognised {
  if (inputs === null && INTERPRETER.test(what)) return { advice: OF_INTERPRETER };
  return inputs === null
    ? { advice: `It is not known which package ${what}.` }
    : { needs: inputs.map(toNeed) };
}

function toNeed({ attr, as }: Input): Need {
  return { kind: 'native-input', attr, as };
}
