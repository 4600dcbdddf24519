import type { TargetId } from '../../../server/nix/model.ts';
import type { View } from './rows.ts';
import { SETTINGS, type Setting } from './settings.ts';

/** A kind of finding in a log, and what has to be in the derivation once it was written. */
export interface LogKind {
  readonly name: string;
  readonly package: string;
  readonly lines: readonly string[];
  readonly arrived: (view: View) => boolean;
  /** The targets that it can be written for; absent: all. */
  readonly only?: readonly TargetId[];
}

const has = (list: readonly string[], name: string): boolean =>
  list.some((input) => input === name || input.includes(name));
const anywhere = (view: View): readonly string[] => [
  ...view.nativeBuildInputs,
  ...view.buildInputs,
  ...view.propagatedBuildInputs,
];

const SETS: readonly TargetId[] = ['poetry2nix', 'uv2nix', 'dream2nix', 'nixpkgs'];
const WITH_LOCKS: readonly TargetId[] = ['poetry2nix', 'uv2nix'];

const KINDS: readonly LogKind[] = [
  {
    name: 'a library',
    package: 'odd-pkg',
    lines: ['src/a.c:1:10: fatal error: zlib.h: No such file or directory'],
    arrived: (view) => has(view.buildInputs, 'zlib') || has(view.libraryPath ?? [], 'zlib'),
  },
  {
    name: 'a program',
    package: 'odd-pkg',
    lines: ["FileNotFoundError: [Errno 2] No such file or directory: 'pkg-config'"],
    arrived: (view) => has(view.nativeBuildInputs, 'pkg-config'),
  },
  {
    name: 'a build system',
    package: 'odd-pkg',
    lines: ["ERROR Backend 'hatchling.build' is not available."],
    arrived: (view) => has(anywhere(view), 'hatchling'),
    only: SETS,
  },
  {
    name: 'crates',
    package: 'crate-pkg',
    lines: ['error: could not execute process `rustc -vV` (never executed)'],
    arrived: (view) => view.crates !== null && has(view.nativeBuildInputs, 'cargo-setup-hook'),
    only: ['poetry2nix', 'uv2nix', 'dream2nix'],
  },
  {
    name: 'crates, where the lock has a wheel',
    package: 'both-pkg',
    lines: ['error: could not execute process `rustc -vV` (never executed)'],
    arrived: (view) => view.source.endsWith('.whl'),
    only: WITH_LOCKS,
  },
  {
    name: 'a library of a wheel (autoPatchelf)',
    package: 'manylinux-pkg',
    lines: [
      'error: auto-patchelf could not satisfy dependency libz.so.1 wanted by /nix/store/x/a.so',
      'auto-patchelf failed to find all the required dependencies.',
    ],
    arrived: (view) =>
      has(view.buildInputs, 'zlib') && has(view.nativeBuildInputs, 'auto-patchelf'),
    only: WITH_LOCKS,
  },
  {
    name: 'a library of the driver (autoPatchelfIgnoreMissingDeps)',
    package: 'manylinux-pkg',
    lines: [
      'error: auto-patchelf could not satisfy dependency libcuda.so.1 wanted by /nix/store/x/a.so',
    ],
    arrived: (view) => has(view.ignored ?? [], 'libcuda.so.1'),
    only: WITH_LOCKS,
  },
  {
    name: 'a version that git would tell',
    package: 'odd-pkg',
    lines: ['LookupError: setuptools-scm was unable to detect version for /build/odd_pkg-1.0.'],
    arrived: (view) => view.stated === '1.0',
    only: SETS,
  },
  {
    name: 'a dependency of another version',
    package: 'odd-pkg',
    lines: ['  - both-pkg<1 not satisfied by version 1.0'],
    arrived: (view) => has(view.relaxed ?? [], 'both-pkg'),
    only: ['poetry2nix'],
  },
  {
    name: 'a dependency that its metadata names',
    package: 'odd-pkg',
    lines: ['  - both-pkg not installed'],
    arrived: (view) => has(view.propagatedBuildInputs, 'both-pkg'),
    only: ['poetry2nix'],
  },
];

/** One kind of finding, in one setting. */
export interface LogRow {
  readonly setting: Setting;
  readonly kind: LogKind;
}

/** The last two settings of each target that real Nix evaluates here without a nixpkgs of another time. */
export const LOG_ROWS: readonly LogRow[] = SETTINGS.filter(
  ({ target }, index) =>
    target !== 'pypi2nix' &&
    SETTINGS.slice(index + 1).filter((each) => each.target === target).length < 2,
).flatMap((setting) =>
  KINDS.filter(({ only }) => only === undefined || only.includes(setting.target)).map((kind) => ({
    setting,
    kind,
  })),
);
