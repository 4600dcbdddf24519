import type { Input } from '../../overrides-db/attributes.ts';
import {
  attrOfSharedLibrary,
  buildSystemOfModule,
  inputsOfHeader,
  inputsOfLibrary,
  inputsOfPkgConfig,
  inputsOfProgram,
  isBuildSystem,
} from '../../overrides-db/build-names.ts';
import type { Need } from '../../overrides-db/model.ts';
import { normalizeName } from '../python/names.ts';
import type { Recognised } from './model.ts';

/** One kind of message. */
export interface Pattern {
  /** A part of every such message: most lines are passed over by it. */
  readonly marker: string;
  readonly pattern: RegExp;
  /** Null where the message turns out to say nothing of use. `first` is the first group. */
  read(first: string, second: string): Recognised | null;
}

/** Compilers, linkers, configuration scripts, pip and its like: what a builder prints. */
export const buildPatterns: readonly Pattern[] = [
  {
    // GCC.
    marker: ': No such file or directory',
    pattern: /fatal error: '?([\w+./-]{1,200})'?: No such file or directory/,
    read: header,
  },
  {
    // Clang.
    marker: 'file not found',
    pattern: /fatal error: '([\w+./-]{1,200})' file not found/,
    read: header,
  },
  // GNU ld, ld64 and lld.
  { marker: 'cannot find -l', pattern: /cannot find -l([\w.+-]{1,80})/, read: library },
  { marker: 'not found for -l', pattern: /library not found for -l([\w.+-]{1,80})/, read: library },
  { marker: 'library -l', pattern: /unable to find library -l([\w.+-]{1,80})/, read: library },
  {
    marker: "' not found",
    pattern: /^ld: library '([\w.+-]{1,80})' not found/,
    read: library,
  },
  {
    marker: 'not found',
    pattern: /([\w.+-]{2,40})(?: executable)?(?::| is| was)?(?: command)? not found/,
    read: program,
  },
  {
    marker: 'No such file or directory: ',
    pattern: /No such file or directory: '([\w.+-]{2,40})'/,
    read: program,
  },
  { marker: 'found: NO', pattern: /Program '?([\w.+-]{2,40})'? found: NO/, read: program },
  {
    marker: 'CMake must be installed',
    pattern: /CMake must be installed/,
    read: () => program('cmake'),
  },
  { marker: 'Rust compiler', pattern: /can't find Rust compiler/, read: rust },
  {
    marker: 'the Rust package manager',
    pattern: /Cargo, the Rust package manager, is not installed/,
    read: rust,
  },
  {
    marker: 'pkg-config search path',
    pattern: /Package ([\w.+-]{1,80}) was not found in the pkg-config search path/,
    read: pkgConfig,
  },
  {
    marker: ", required by '",
    pattern: /^Package '([\w.+-]{1,80})', required by '[^']{1,80}', not found/,
    read: pkgConfig,
  },
  { marker: "No package '", pattern: /No package '([\w.+-]{1,80})' found/, read: pkgConfig },
  {
    marker: 'not found, tried pkgconfig',
    pattern: /Dependency "?([\w.+-]{1,80})"? not found, tried pkgconfig/,
    read: pkgConfig,
  },
  { marker: 'No module named', pattern: /No module named '?([\w.]{1,120})'?/, read: module },
  {
    marker: 'is not available',
    pattern: /Backend '([\w.:]{1,120})' is not available/,
    read: module,
  },
  { marker: 'Cannot import', pattern: /Cannot import '([\w.:]{1,120})'/, read: module },
  {
    marker: '(from versions: none)',
    pattern:
      /satisfies the requirement ([A-Za-z0-9][\w.-]{0,99})[^(]{0,200}\(from versions: none\)/,
    read: requirement,
  },
  {
    marker: 'could not satisfy dependency',
    pattern: /could not satisfy dependency (\S{1,120}) wanted by/,
    read: sharedLibrary,
  },
  {
    marker: 'cannot open shared object file',
    pattern: /(lib[\w.+-]{1,100}): cannot open shared object file/,
    read: sharedLibrary,
  },
];

/** A requirement that a build asks for by name, such as `setuptools-scm>=6`. */
export function requirement(name: string): Recognised {
  const normalized = normalizeName(name);
  return isBuildSystem(normalized)
    ? { needs: [{ kind: 'build-system', attr: normalized }] }
    : {
        advice: `The build asks for ${normalized}; if that is a build requirement, it belongs into the build systems.`,
      };
}

function header(name: string): Recognised {
  if (name === 'Python.h') return { advice: 'The headers of the interpreter are missing.' };
  return native(inputsOfHeader(name), `brings ${name}`);
}

function library(name: string): Recognised {
  return native(inputsOfLibrary(name), `brings the library ${name}`);
}

function pkgConfig(name: string): Recognised {
  return native(inputsOfPkgConfig(name), `brings ${name}.pc`);
}

/** Much is not found that no build misses (`checking for foo... not found`): only what is known counts. */
function program(name: string): Recognised | null {
  const inputs = inputsOfProgram(name);
  return inputs === null ? null : { needs: inputs.map(toNeed) };
}

function rust(): Recognised {
  return { needs: [{ kind: 'cargo-hash' }], advice: 'Taking the wheel needs no Rust.' };
}

function module(name: string): Recognised {
  const attr = buildSystemOfModule(name.split(':', 1)[0] ?? '');
  return attr === null
    ? { advice: `It is not known which package brings the module ${name} to a build.` }
    : { needs: [{ kind: 'build-system', attr }] };
}

function sharedLibrary(file: string): Recognised {
  const attr = attrOfSharedLibrary(file);
  if (attr !== null) return { needs: [{ kind: 'wheel-library', attr }] };
  const advice = /^lib(?:cuda|nvidia-ml)\.so/.test(file)
    ? `${file} comes with the driver: name it in autoPatchelfIgnoreMissingDeps.`
    : `It is not known which package brings ${file}; what can do without it names it in autoPatchelfIgnoreMissingDeps.`;
  return { advice };
}

function native(inputs: readonly Input[] | null, what: string): Recognised {
  return inputs === null
    ? { advice: `It is not known which package ${what}.` }
    : { needs: inputs.map(toNeed) };
}

function toNeed({ attr, as }: Input): Need {
  return { kind: 'native-input', attr, as };
}
