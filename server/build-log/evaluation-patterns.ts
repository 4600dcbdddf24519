import { MOVES } from '../../overrides-db/renames.ts';
import { normalizeName } from '../python/names.ts';
import type { LogPackage, Recognised } from './model.ts';
import type { Pattern } from './patterns.ts';

/** What Nix, poetry2nix and uv2nix say before or instead of a build. */
export const evaluationPatterns: readonly Pattern[] = [
  {
    // overrides/default.nix: the versions of its tables of cargo hashes.
    marker: 'Please update getCargoHash',
    pattern: /Unknown ([\w.-]{1,100}) version: '([^']{1,60})'/,
    read: (name, version) => ({
      needs: [{ kind: 'cargo-hash' }],
      package: named(name, version),
      advice: 'Taking the wheel needs no hash.',
      inEvaluation: true,
    }),
  },
  {
    marker: 'fetchCargoTarball',
    pattern: /fetchCargoTarball[^\n]{0,200}(?:removed|no longer)/,
    read: () => ({
      needs: [{ kind: 'cargo-hash' }],
      advice:
        "poetry2nix's default still calls fetchCargoTarball: the override must come behind the defaults (defaultPoetryOverrides.extend).",
      inEvaluation: true,
    }),
  },
  {
    marker: "attribute '",
    pattern: /attribute '("?[^'"]{1,100}"?)' missing/,
    read: missingAttribute,
  },
  {
    // mk-poetry-dep.nix.
    marker: 'Missing suitable source/wheel file entry',
    pattern: /Missing suitable source\/wheel file entry for ([\w.-]{1,100})/,
    read: (name) => ({
      package: named(name, null),
      advice:
        'The lock names no file of it that poetry2nix can take: where the lock has no hashes, run `poetry lock`; where it has wheels alone, none fits the interpreter and system.',
      inEvaluation: true,
    }),
  },
  {
    // uv2nix lib/build.nix.
    marker: 'No compatible wheel, nor sdist found',
    pattern: /nor sdist found(?: for package '([\w.-]{1,100})' ?([\w.+!]{0,60}))?/,
    read: (name, version) => ({
      ...(name === '' ? {} : { package: named(name, version === '' ? null : version) }),
      advice:
        'No wheel in uv.lock has tags that fit the interpreter and system, and there is no sdist.',
      inEvaluation: true,
    }),
  },
  {
    // lib.nix: requirements of the project itself and of packages in folders.
    marker: 'unsupported build system requirement',
    pattern: /unsupported build system requirement ([\w.-]{1,100})/,
    read: (name) => ({
      advice: `No package of the Python set is called ${name}; the build system of the project asks for it.`,
      inEvaluation: true,
    }),
  },
  {
    marker: 'No build-system.build-backend section',
    pattern: /No build-system\.build-backend section in pyproject\.toml/,
    read: () => ({
      advice: 'The pyproject.toml that is built needs `[build-system]` with a `build-backend`.',
      inEvaluation: true,
    }),
  },
  {
    marker: 'mismatches pyarrow version',
    pattern: /arrow-cpp version \([^)]{0,60}\) mismatches pyarrow version \(([^)]{1,60})\)/,
    read: (version) => ({
      package: named('pyarrow', version),
      preferWheel: true,
      inEvaluation: true,
    }),
  },
  {
    marker: 'infinite recursion encountered',
    pattern: /infinite recursion encountered/,
    read: () => ({
      advice:
        'Where it comes from an override: one that changes a package takes it from the previous set (`prev.x`), never from the final one (`final.x`).',
      inEvaluation: true,
    }),
  },
];

/** Attributes whose absence has one known cause. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['tool', 'poetry2nix reads `[tool.poetry]` alone, and the project states itself in `[project]`.'],
  ['__functor', '`withDefaults` and `extend` take a function `final: prev: { … }`, not a set.'],
  [
    'overridePythonAttrs',
    'Packages of uv2nix have `overrideAttrs`; `overridePythonAttrs` is of nixpkgs and poetry2nix.',
  ],
  ['buildInputs', 'The package has no such list yet: write `(old.buildInputs or [ ])`.'],
  [
    'nativeBuildInputs',
    'The package has no such list yet: write `(old.nativeBuildInputs or [ ])`.',
  ],
]);

function missingAttribute(attr: string): Recognised {
  const name = attr.replaceAll('"', '');
  const inEvaluation = true;
  // orjson's and pycrdt's tables are read by version, without a word for those that they lack.
  if (attr.startsWith('"') && /^\d/.test(name))
    return {
      needs: [{ kind: 'cargo-hash' }],
      advice: `A default has no hash for ${name}; taking the wheel needs none.`,
      inEvaluation,
    };
  const cause = CAUSES.get(name) ?? MOVES.find((move) => lastOf(move.attr) === name)?.message;
  return {
    advice:
      cause ??
      `Nothing is known of the attribute ${name}: it may be misspelt, or not in this nixpkgs.`,
    inEvaluation,
  };
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function named(name: string, version: string | null): LogPackage {
  return { name: normalizeName(name), version };
}
