import { describe, expect, it } from 'vitest';
import { mistakesIn, onlyMistake, poetryOverlay } from '../../../test/nix/mistakes.ts';
import type { Pins } from '../pins.ts';
import { findDarwinFrameworksRemoved } from './darwin-frameworks-removed.ts';
import { findFetchCargoTarballRemoved } from './fetch-cargo-tarball-removed.ts';
import { findLiteralLdLibraryPath } from './literal-ld-library-path.ts';
import { findPgConfigMoved } from './pg-config-moved.ts';
import { findPoetry2nixNotInNixpkgs } from './poetry2nix-not-in-nixpkgs.ts';

function nixpkgsOf(date: string | null): Pins {
  return { nixpkgs: { revision: 'abc', date, file: '/p/flake.lock' } };
}

describe('what later nixpkgs lack', () => {
  const postgres = poetryOverlay(
    '{ psycopg2 = prev.psycopg2.overridePythonAttrs (o: { nativeBuildInputs = o.nativeBuildInputs ++ [ pkgs.postgresql ]; }); }',
  );
  const cargo = poetryOverlay(
    '{ foo = prev.foo.overridePythonAttrs (o: { cargoDeps = pkgs.rustPlatform.fetchCargoTarball { hash = ""; }; }); }',
  );
  const darwin = poetryOverlay(
    '{ foo = prev.foo.overridePythonAttrs (o: { buildInputs = [ pkgs.zlib pkgs.darwin.apple_sdk.frameworks.Security ]; }); }',
  );
  const announced =
    '{ outputs = { self, nixpkgs, poetry2nix }: let pkgs = nixpkgs.legacyPackages.x86_64-linux; in pkgs.poetry2nix.mkPoetryApplication { projectDir = self; }; }';

  it.each([
    ['pg-config-moved', findPgConfigMoved, postgres, 'pkgs.postgresql', '[ pkgs.libpq.pg_config ]'],
    [
      'fetch-cargo-tarball-removed',
      findFetchCargoTarballRemoved,
      cargo,
      'fetchCargoTarball',
      'rustPlatform.fetchCargoVendor {',
    ],
    [
      'darwin-frameworks-removed',
      findDarwinFrameworksRemoved,
      darwin,
      'pkgs.darwin.apple_sdk.frameworks.Security',
      '[ pkgs.zlib ]',
    ],
    [
      'poetry2nix-not-in-nixpkgs',
      findPoetry2nixNotInNixpkgs,
      announced,
      'poetry2nix',
      '(poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }).mkPoetryApplication',
    ],
  ] as const)('%s, where the pin is later', (_id, find, text, on, becomes) => {
    const { on: where, fixed } = onlyMistake(
      (analysis) => find(analysis, nixpkgsOf('2026-06-01T00:00:00Z')),
      text,
    );
    expect(where).toBe(on);
    expect(fixed).toContain(becomes);
    for (const pins of [nixpkgsOf('2023-01-01T00:00:00Z'), nixpkgsOf(null), {}])
      expect(mistakesIn((analysis) => find(analysis, pins), text)).toEqual([]);
  });

  const later = nixpkgsOf('2026-06-01T00:00:00Z');

  it('does not take an old branch’s young commit for a later nixpkgs', () => {
    const young = nixpkgsOf('2025-06-20T00:00:00Z');
    expect(mistakesIn((analysis) => findFetchCargoTarballRemoved(analysis, young), cargo)).toEqual(
      [],
    );
    expect(mistakesIn((analysis) => findPgConfigMoved(analysis, young), postgres)).toEqual([]);
  });

  it.each([
    ['a package that needs the server', postgres.replaceAll('psycopg2', 'pytest-postgresql')],
    [
      'pg_config beside it',
      postgres.replace('[ pkgs.postgresql', '[ pkgs.libpq.pg_config pkgs.postgresql'),
    ],
  ])('pg-config-moved leaves %s alone', (_title, text) => {
    expect(mistakesIn((analysis) => findPgConfigMoved(analysis, later), text)).toEqual([]);
  });

  it.each([
    [
      'the channel, whose age is not known',
      '{ pkgs ? import <nixpkgs> { } }: pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }',
    ],
    [
      'an overlay',
      announced.replace(
        'nixpkgs.legacyPackages.x86_64-linux',
        'import nixpkgs { overlays = [ poetry2nix.overlays.default ]; }',
      ),
    ],
    [
      'the flake input',
      announced.replace('pkgs.poetry2nix', '(poetry2nix.lib.mkPoetry2Nix { inherit pkgs; })'),
    ],
    [
      'a package set of elsewhere',
      announced.replace('nixpkgs.legacyPackages.x86_64-linux', 'self.pkgs'),
    ],
    [
      'an extended package set',
      announced.replace(
        'nixpkgs.legacyPackages.x86_64-linux',
        'nixpkgs.legacyPackages.x86_64-linux.extend poetry2nix.overlays.default',
      ),
    ],
  ])('poetry2nix-not-in-nixpkgs leaves %s alone', (_title, text) => {
    expect(mistakesIn((analysis) => findPoetry2nixNotInNixpkgs(analysis, later), text)).toEqual([]);
  });

  it('poetry2nix-not-in-nixpkgs offers nothing where the flake lacks the input', () => {
    const text = announced.replace(', poetry2nix }', ' }');
    expect(onlyMistake((analysis) => findPoetry2nixNotInNixpkgs(analysis, later), text)).toEqual({
      on: 'poetry2nix',
      fixed: null,
    });
  });
});

describe('literal-ld-library-path', () => {
  const path = '${lib.makeLibraryPath [ pkgs.zlib ]}';

  it.each([
    [`"${path}:$LD_LIBRARY_PATH"`, '$LD_LIBRARY_PATH', `"${path}";`],
    [`"$LD_LIBRARY_PATH:${path}"`, '$LD_LIBRARY_PATH', `"${path}";`],
    [`"/a:\\\${LD_LIBRARY_PATH}:/b"`, '\\${LD_LIBRARY_PATH}', '"/a:/b";'],
  ])('in %s', (value, on, becomes) => {
    const text = `{ pkgs, lib }: pkgs.mkShell { LD_LIBRARY_PATH = ${value}; }`;
    const { on: where, fixed } = onlyMistake(findLiteralLdLibraryPath, text);
    expect(where).toBe(on);
    expect(fixed).toContain(becomes);
  });

  it.each([
    `pkgs.mkShell { LD_LIBRARY_PATH = "${path}"; }`,
    `pkgs.mkShell { shellHook = ''export LD_LIBRARY_PATH=${path}:$LD_LIBRARY_PATH''; }`,
    `pkgs.mkShell { OTHER = "$LD_LIBRARY_PATH"; }`,
    `pkgs.mkShell { LD_LIBRARY_PATH = "$LD_LIBRARY_PATH_64"; }`,
    `{ LD_LIBRARY_PATH = "$LD_LIBRARY_PATH"; }`,
  ])('not in %s', (text) => {
    expect(mistakesIn(findLiteralLdLibraryPath, `{ pkgs, lib }: ${text}`)).toEqual([]);
  });
});
