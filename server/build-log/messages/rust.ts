import type { Message } from './model.ts';

const TOO_OLD =
  'The Rust of this nixpkgs is older than the crates ask for: a newer nixpkgs, or the wheel.';
const NETWORK =
  'cargo wants crates from the network, which a build does not have: they are vendored by a hash (`cargoDeps`), or the wheel is taken.';

/** Cargo, rustc, and what calls them: maturin and setuptools-rust. */
export const rustMessages: readonly Message[] = [
  {
    marker: 'Rust compiler',
    pattern: /can't find Rust compiler/,
    tells: 'rust',
    names: ['setuptools-rust'],
    source: 'setuptools-rust, build.py',
    example: "error: can't find Rust compiler",
    gives: 'setuptools-rust, cargo-hash',
  },
  {
    marker: 'could not execute process `',
    pattern: /could not execute process `(?:\S{1,200}\/)?(?:rustc|cargo)\b/,
    tells: 'rust',
    source: 'cargo, where there is no rustc',
    example: 'error: could not execute process `rustc -vV` (never executed)',
    gives: 'cargo-hash',
  },
  {
    marker: 'the Rust package manager',
    pattern: /Cargo, the Rust package manager, is not installed/,
    tells: 'rust',
    source: 'maturin, build hooks',
    example: 'Cargo, the Rust package manager, is not installed or is not on PATH.',
    gives: 'cargo-hash',
  },
  {
    marker: 'Do you have cargo in your PATH?',
    pattern: /Do you have cargo in your PATH\?/,
    tells: 'rust',
    names: ['maturin'],
    source: 'maturin, Cargo metadata',
    example: 'Cargo metadata failed. Do you have cargo in your PATH?',
    gives: 'cargo-hash',
  },
  {
    marker: 'Cargo metadata failed',
    pattern: /Caused by: Cargo metadata failed$/,
    tells: 'rust',
    isProbe: true,
    source: 'maturin before 0.8, Cargo metadata',
    example: '  Caused by: Cargo metadata failed',
    gives: 'cargo-hash',
  },
  {
    marker: 'error: failed to get `',
    pattern: /error: failed to get `([\w.-]{1,80})` as a dependency of package/,
    tells: 'rust',
    advice: NETWORK,
    source: 'cargo, resolver',
    example: 'error: failed to get `ahash` as a dependency of package `a v1.0.0 (/build/a)`',
    gives: 'cargo-hash',
  },
  {
    marker: 'failed to download',
    pattern: /error: failed to download (?:from `|`|replaced source)/,
    tells: 'rust',
    advice: NETWORK,
    source: 'cargo, registry',
    example: 'error: failed to download from `https://index.example.org/config.json`',
    gives: 'cargo-hash',
  },
  {
    marker: 'failed to download from',
    pattern: /failed to download from `https?:/,
    tells: 'rust',
    isProbe: true,
    advice: NETWORK,
    source: 'cargo, registry, as a cause',
    example: '  failed to download from `https://index.example.org/config.json`',
    gives: 'cargo-hash',
  },
  {
    marker: 'you may have run into a network',
    pattern: /failed to (?:query replaced source|fetch `|load source for dependency)/,
    tells: 'rust',
    advice: NETWORK,
    source: 'cargo',
    example: 'failed to fetch `https://example.org/x`: you may have run into a network problem',
    gives: 'cargo-hash',
  },
  {
    marker: 'error: no matching package',
    pattern: /error: no matching package (?:named `[\w.-]{1,80}` )?found/,
    tells: 'rust',
    advice:
      'The vendored crates are of another Cargo.lock: the hash has to be made anew for this version.',
    source: 'cargo with vendored crates',
    example: 'error: no matching package named `ahash` found',
    gives: 'cargo-hash',
  },
  {
    marker: 'vendored from two sources',
    pattern:
      /found duplicate version of package `([\w.-]{1,80}) v[^`]{1,60}` vendored from two sources/,
    tells: 'advice',
    advice:
      'Its Cargo.lock has $1 from two places in one version, which `cargo vendor` does not take: `importCargoLock` (`cargoLock.lockFile`) or a newer `fetchCargoVendor` keeps them apart; or the wheel.',
    source: 'cargo vendor',
    example: '  found duplicate version of package `foo-proto v0.1.0` vendored from two sources:',
    gives: 'advice',
  },
  {
    marker: 'is out of date',
    pattern: /cargo(?:Hash|Sha256)(?: or cargo(?:Hash|Sha256))? is out of date/,
    tells: 'rust',
    advice:
      'The vendored crates are of another Cargo.lock: the hash has to be made anew for this version.',
    source: 'nixpkgs, cargo-setup-hook.sh',
    example: 'ERROR: cargoHash or cargoSha256 is out of date',
    gives: 'cargo-hash',
  },
  {
    marker: 'Cargo.lock',
    pattern:
      /Missing Cargo\.lock from src|Cargo\.lock` does not exist|could not find `?Cargo\.lock|The Cargo\.lock file doesn't exist/,
    tells: 'advice',
    advice:
      'Its sources have no Cargo.lock where one is looked for: `cargoRoot` names the folder that has it; where the sdist has none, one is to be added (`postPatch`), or the wheel taken.',
    source: 'nixpkgs, cargo-setup-hook.sh',
    example: 'ERROR: Missing Cargo.lock from src. Expected to find it at: /build/a/Cargo.lock',
    gives: 'advice',
  },
  {
    marker: 'requires rustc',
    pattern: /requires rustc ([\d.]{1,12})/,
    tells: 'advice',
    advice: `It requires Rust $1 or newer. ${TOO_OLD}`,
    source: 'cargo, rust-version',
    example:
      'error: package `hashbrown v0.16.0` cannot be built because it requires rustc 1.82 or newer, while the currently active rustc version is 1.77.2',
    gives: 'advice',
  },
  {
    marker: 'edition2024',
    pattern: /feature `edition2024` is required/,
    tells: 'advice',
    advice: TOO_OLD,
    source: 'cargo before 1.85',
    example: '  feature `edition2024` is required',
    gives: 'advice',
  },
  {
    marker: 'next-lockfile-bump',
    pattern: /lock file version `?\d`? (?:requires|was found).{0,80}next-lockfile-bump/,
    tells: 'advice',
    advice: TOO_OLD,
    source: 'cargo before 1.78',
    example: 'lock file version 4 requires `-Znext-lockfile-bump`',
    gives: 'advice',
  },
  {
    marker: 'needs to be updated but --locked',
    pattern: /lock file .{1,200} needs to be updated but --(?:locked|frozen|offline)/,
    tells: 'advice',
    advice:
      'Its Cargo.lock does not go with its Cargo.toml: a patch of one of them, another release, or the wheel.',
    source: 'cargo',
    example: 'error: the lock file /build/a/Cargo.lock needs to be updated but --locked was passed',
    gives: 'advice',
  },
];
