import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultsOf, factsOf } from './poetry2nix-facts.ts';
import { tracePoetry2nix, type TracedPackage } from './poetry2nix-trace.ts';

/*
 * Real Nix on overrides that we wrote. NIX_INSTANTIATE is the command (`nix-instantiate` by default),
 * NIXPKGS_LIB the lib folder of nixpkgs; without them these tests are skipped.
 */
const nix = (process.env['NIX_INSTANTIATE'] ?? 'nix-instantiate').split(' ');
const nixpkgsLib = process.env['NIXPKGS_LIB'];
const [command = '', ...before] = nix;
const isThere =
  nixpkgsLib !== undefined &&
  spawnSync(command, [...before, '--eval', '-E', '(import ' + nixpkgsLib + ').version']).status ===
    0;

const overrides = `{ pkgs, lib ? pkgs.lib }: lib.composeManyExtensions [
  (final: prev: { })
  (final: prev: throw "the layer of build-systems.json is not looked at")
  (final: prev:
    let inherit (final.python) stdenv; inherit (pkgs.buildPackages) pkg-config; in
    {
      foo = prev.foo.overridePythonAttrs (old: {
        nativeBuildInputs = old.nativeBuildInputs or [ ] ++ [ pkg-config final.setuptools ];
        buildInputs = [ pkgs.zlib ] ++ lib.optionals stdenv.isDarwin [ pkgs.libiconv ];
      } // lib.optionalAttrs (!(old.src.isWheel or false)) {
        FOO_DIR = "\${lib.getDev pkgs.hdf5}";
      });
      bar = prev.bar.overridePythonAttrs (old: {
        buildInputs = old.buildInputs or [ ]
          ++ lib.optionals (lib.versionAtLeast old.version "2.1") [ pkgs.curl ];
      });
      rusty = prev.rusty.overridePythonAttrs (old: {
        cargoDeps = pkgs.rustPlatform.fetchCargoTarball {
          inherit (old) src;
          sha256 = { "1.0" = "sha256-real"; }.\${old.version};
        };
      });
    })
]`;

describe.skipIf(!isThere)('the tracer', () => {
  const byName = new Map<string, TracedPackage>();

  beforeAll(() => {
    const checkout = mkdtempSync(join(tmpdir(), 'tracer-'));
    mkdirSync(join(checkout, 'overrides'));
    writeFileSync(join(checkout, 'overrides/default.nix'), overrides);
    writeFileSync(join(checkout, 'overrides/build-systems.json'), '{"baz":["setuptools"]}');
    const options = { checkout, nixpkgsLib: nixpkgsLib ?? '', nix, scratch: checkout };
    for (const one of tracePoetry2nix(options)) byName.set(one.name, one);
  }, 120_000);

  it('sees inputs, variables, and what they hang on', () => {
    const foo = byName.get('foo');
    expect(foo === undefined ? [] : factsOf(foo)).toEqual([
      { kind: 'native-input', attr: 'zlib', as: 'buildInputs' },
      { kind: 'native-input', attr: 'pkg-config', as: 'nativeBuildInputs' },
      { kind: 'build-system', attr: 'setuptools' },
      {
        kind: 'environment',
        name: 'FOO_DIR',
        value: '${pkgs.hdf5.dev}',
        when: { distribution: 'sdist' },
      },
      {
        kind: 'native-input',
        attr: 'libiconv',
        as: 'buildInputs',
        when: { systems: ['x86_64-darwin', 'aarch64-darwin'] },
      },
    ]);
    expect(foo === undefined ? null : defaultsOf(foo)?.replaces).toEqual(['buildInputs']);
  });

  it('sees versions', () => {
    const bar = byName.get('bar');
    expect(bar === undefined ? [] : factsOf(bar)).toEqual([
      {
        kind: 'native-input',
        attr: 'curl',
        as: 'buildInputs',
        when: { versions: [{ from: '2.1' }] },
      },
    ]);
  });

  it('sees that an unknown version throws', () => {
    const rusty = byName.get('rusty');
    const row = rusty === undefined ? null : defaultsOf(rusty);
    expect(row?.cargoVersions).toEqual(['1.0']);
    expect(row?.cargoUnknown).toBe('throws');
  });
});
