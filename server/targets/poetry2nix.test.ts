import { describe, expect, it } from 'vitest';
import type { Poetry2nixDefaults } from '../../overrides-db/model.ts';
import { parseRuns } from '../../overrides-db/poetry2nix-line.ts';
import {
  fact,
  factsOf,
  lockText,
  manifestText,
  poetry2nixOf,
  projectOf,
  providerMark,
} from '../../test/support/project.ts';
import { findings } from '../rules/run.ts';

const FILES = [
  'pydantic_core-2.27.1.tar.gz',
  'pydantic_core-2.27.1-cp311-cp311-manylinux_2_17_x86_64.whl',
];

/** What poetry2nix builds of pydantic-core, whose wheel its defaults prefer. */
function distribution(
  call: string,
  files: readonly string[] = FILES,
  defaults: Partial<Poetry2nixDefaults> = {},
  pins = poetry2nixOf(1_740_000_000),
): string {
  const project = projectOf({
    manifest: manifestText(['pydantic-core = "*"']),
    lock: lockText([{ name: 'pydantic-core', version: '2.27.1', files }]),
    settings: { python: '3.11', systems: ['x86_64-linux'] },
    facts: [
      factsOf('pydantic-core', [], {
        provides: [],
        replaces: [],
        prefersWheel: true,
        ...defaults,
      }),
    ],
    pins,
    nix: `with import <nixpkgs> { }; poetry2nix.mkPoetryApplication { projectDir = ./.; ${call} }`,
  });
  return project
    .verdicts()
    .map((verdict) => verdict.distribution.kind)
    .join();
}

describe('poetry2nix', () => {
  it('takes the wheel that its defaults prefer', () => {
    expect(distribution('')).toBe('wheel');
  });

  it('takes the wheel only where the pinned revision prefers it', () => {
    const since = { prefersWheelDuring: parseRuns(['8f1b726844..']) };
    expect(distribution('', FILES, since)).toBe('wheel');
    expect(distribution('', FILES, since, poetry2nixOf(1_640_000_000))).toBe('sdist');
    expect(distribution('', FILES, since, poetry2nixOf(1_670_000_000))).toBe('unknown');
  });

  it('takes the sdist where an override says so, where no defaults are applied, and where the lock has no wheel', () => {
    const override = 'pydantic-core = prev.pydantic-core.override { preferWheel = false; };';
    expect(
      distribution(`overrides = poetry2nix.overrides.withDefaults (final: prev: { ${override} });`),
    ).toBe('sdist');
    expect(
      distribution('overrides = poetry2nix.overrides.withoutDefaults (final: prev: { });'),
    ).toBe('sdist');
    expect(distribution('', FILES.slice(0, 1))).toBe('sdist');
  });
});

describe("poetry2nix's defaults for pg_config", () => {
  const pgConfig = {
    kind: 'native-input',
    attr: 'libpq.pg_config',
    as: 'nativeBuildInputs',
  } as const;
  const pinned = (branch: string, more = '') =>
    projectOf({
      manifest: manifestText(['psycopg2 = "*"']),
      lock: lockText([{ name: 'psycopg2', version: '2.9.10', files: ['psycopg2-2.9.10.tar.gz'] }]),
      facts: [
        factsOf('psycopg2', [fact(pgConfig, ['debian', 'poetry2nix'])], {
          provides: [{ need: pgConfig, when: {} }],
          replaces: [],
        }),
      ],
      pins: flakeLockOf(branch),
      nix: `{ pkgs, poetry2nix }: let p2n = poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }; in p2n.mkPoetryApplication { projectDir = ./.; ${more} }`,
    });
  const marks = (branch: string) =>
    pinned(branch)
      .verdicts()
      .flatMap(({ needs }) => needs.map(providerMark));
  const override =
    'overrides = p2n.defaultPoetryOverrides.extend (final: prev: { psycopg2 = prev.psycopg2.overridePythonAttrs (old: { nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.libpq.pg_config ]; }); });';

  it('give it by postgresql, as long as nixpkgs has it there', () => {
    expect(marks('nixos-24.11')).toEqual(['target-defaults']);
    expect(marks('nixos-25.05')).toEqual(['nobody!']);
    // A branch without a day.
    expect(marks('my-branch')).toEqual(['target-defaults']);
  });

  it('make no override unneeded, whatever nixpkgs', () => {
    for (const branch of ['nixos-24.11', 'nixos-25.05'])
      expect(
        findings(pinned(branch, override)).filter(({ code }) => code === 'override-unneeded'),
      ).toEqual([]);
  });
});

function flakeLockOf(branch: string): ReadonlyMap<string, string> {
  const inputs = { nixpkgs: 'nixpkgs', poetry2nix: 'poetry2nix' };
  const nodes = {
    root: { inputs },
    nixpkgs: lockedNode('NixOS', 'nixpkgs', branch),
    poetry2nix: lockedNode('nix-community', 'poetry2nix'),
  };
  return new Map([['/p/flake.lock', JSON.stringify({ version: 7, root: 'root', nodes })]]);
}

function lockedNode(owner: string, repo: string, ref?: string): object {
  return {
    locked: { type: 'github', owner, repo, rev: 'a'.repeat(40) },
    original: { type: 'github', owner, repo, ...(ref === undefined ? {} : { ref }) },
  };
}
