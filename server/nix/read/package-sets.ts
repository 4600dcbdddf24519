interface PackageSet {
  /** Whether a `mkPoetry…` in it is somebody's wrapper, for nixpkgs itself has none. */
  readonly wrapsPoetry2nix: boolean;
}

/** In 2023 poetry2nix' own flake had `legacyPackages.x86_64-linux.mkPoetryApplication`, so that a system does not tell whose it is. */
const BY_SYSTEM: PackageSet = { wrapsPoetry2nix: false };
const OF_NIXPKGS: PackageSet = { wrapsPoetry2nix: true };

/** What nixpkgs' packages are called where people select from them: each of these holds interpreters. */
const PACKAGE_SETS: ReadonlyMap<string, PackageSet> = new Map([
  ['final', OF_NIXPKGS],
  ['nixpkgs', OF_NIXPKGS],
  ['pkgs', OF_NIXPKGS],
  ['prev', OF_NIXPKGS],
  ['self', OF_NIXPKGS],
  ['super', OF_NIXPKGS],
  ['x86_64-linux', BY_SYSTEM],
  ['aarch64-linux', BY_SYSTEM],
]);

/** Whether `NAME.python3` is an interpreter of nixpkgs. */
export function holdsInterpreters(name: string): boolean {
  return PACKAGE_SETS.has(name);
}

/** Whether `NAME.mkPoetryApplication` is not poetry2nix' own, but a function that wraps it. */
export function wrapsPoetry2nix(name: string): boolean {
  return PACKAGE_SETS.get(name)?.wrapsPoetry2nix === true;
}
