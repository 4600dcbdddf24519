import { renamingsOf } from '../../overrides-db/nixpkgs-names.ts';
import { MOVES } from '../../overrides-db/renames.ts';
import type { Recognised } from './model.ts';

/**
 * What Nix not finding an attribute comes to: it moved, it is asked of the wrong thing, a table of
 * hashes does not know the version. `attr` is as Nix prints it, in double quotes where it is no identifier.
 */
export function missingAttribute(attr: string): Recognised {
  const name = attr.replaceAll('"', '');
  // orjson's and pycrdt's tables are read by version, without a word for those that they lack.
  if (attr.startsWith('"') && /^\d/.test(name))
    return {
      needs: [{ kind: 'cargo-hash' }],
      advice: `A default has no hash for ${name}; taking the wheel needs none.`,
    };
  const since = MOVES.find((move) => move.now !== null && lastOf(move.now) === name);
  const cause = CAUSES.get(name) ?? MOVES.find((move) => lastOf(move.attr) === name)?.message;
  const newer =
    since === undefined
      ? null
      : `Where it is asked of nixpkgs: it has been called ${name} since nixpkgs ${since.nixpkgsFrom} at the latest, and was ${since.attr} before: this nixpkgs is older.`;
  const known = cause ?? newer ?? renamed(name);
  if (known !== null) return { advice: known };
  return {
    advice: `Nothing is known of the attribute ${name}: it may be misspelt, or not in this nixpkgs.`,
    byPlace: true,
  };
}

/** Where nixpkgs moved it, and when; null where it is not known to have. */
function renamed(name: string): string | null {
  const [renaming] = renamingsOf(name);
  if (renaming === undefined) return null;
  const { before, now, from } = renaming;
  const isOld = now === null || !now.endsWith(name);
  if (!isOld)
    return `Where it is asked of nixpkgs: its main branch has called it ${now} since ${from}, and ${before} before: this nixpkgs is older.`;
  return now === null
    ? `Where it is asked of nixpkgs: its main branch has had no ${before} since ${from}.`
    : `Where it is asked of nixpkgs: its main branch has called it ${now} since ${from}, and ${before} fails since.`;
}

const FLAKE_INPUT =
  'The flake input poetry2nix has `lib.mkPoetry2Nix`: its functions and its default overrides are in `inputs.poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }`.';

const POETRY_NAME =
  'Where `tool.poetry.name` is asked for: poetry2nix of this revision reads the name from `[tool.poetry]` alone. Where the project states itself in `[project]` (PEP 621, Poetry 2), give `[tool.poetry]` a name and version too, or update poetry2nix.';

/** Attributes whose absence has one known cause. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['tool', 'poetry2nix reads `[tool.poetry]` alone, and the project states itself in `[project]`.'],
  ['poetry', POETRY_NAME],
  ['name', POETRY_NAME],
  ['__functor', '`withDefaults` and `extend` take a function `final: prev: { … }`, not a set.'],
  ...['defaultPoetryOverrides', 'legacyPackages', 'mkPoetryApplication', 'mkPoetryEnv'].map(
    (name): [string, string] => [name, FLAKE_INPUT],
  ),
  ['mkPoetryPackages', FLAKE_INPUT],
  ['mkPoetryScriptsPackage', FLAKE_INPUT],
  ['overrides', FLAKE_INPUT],
  [
    'riscv64',
    'The pyproject.nix that poetry2nix or uv2nix brings does not know wheels for riscv64, and the lock has one: a newer revision of it does; until then leave that wheel out of the lock, or take another release.',
  ],
  [
    'overridePythonAttrs',
    'Packages of uv2nix have `overrideAttrs`; `overridePythonAttrs` is of nixpkgs and poetry2nix.',
  ],
  [
    'isWheel',
    "poetry2nix's defaults ask it of the `src` of a package; a `src` that an override sets, or one of nixpkgs, has none: give it (`src // { isWheel = false; }`), or update poetry2nix, which asks `src.isWheel or false`.",
  ],
  [
    'interpreter',
    'Something else than an interpreter stands where `python` is asked for: a project or a package that is called `python` takes its name in the set of uv2nix; or `python` was given a package set.',
  ],
  [
    'hash',
    'Where uv2nix fetches a file of uv.lock: the lock has no hash of that file, since its index states none. Nix fetches nothing without: another index, or a `src` with a hash in an override.',
  ],
  ['lib', '`stdenv.lib` was a second name of `lib` and is gone: take `lib` (`pkgs.lib`).'],
  [
    'pkg-config',
    'Nixpkgs before 2021 calls it `pkgconfig`: what asks for it is newer than this nixpkgs.',
  ],
  ...['overrideAttrs', 'override'].map((name): [string, string] => [
    name,
    `What ${name} is asked of is no package: a set of several, a path, a function that was not called, or a package that an overlay replaced by something else.`,
  ]),
  ['buildInputs', 'The package has no such list yet: write `(old.buildInputs or [ ])`.'],
  [
    'nativeBuildInputs',
    'The package has no such list yet: write `(old.nativeBuildInputs or [ ])`.',
  ],
]);

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
