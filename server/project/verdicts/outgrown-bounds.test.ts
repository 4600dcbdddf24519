import { describe, expect, it } from 'vitest';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../../test/support/project.ts';
import type { VersionBound } from '../../../overrides-db/model.ts';
import { outgrownBounds } from './outgrown-bounds.ts';

interface Case {
  readonly bound?: VersionBound;
  readonly branch?: string;
  readonly lines?: readonly string[];
  readonly cython?: string;
  readonly python?: string;
  readonly nix?: string;
  readonly files?: readonly string[];
  /** What poetry2nix's defaults give. */
  readonly given?: string;
}

function said(of: Case): readonly string[] {
  const { bound = { specifier: '<3' }, branch = 'nixos-25.05', python = '3.12' } = of;
  const need = { kind: 'build-system', attr: 'cython' } as const;
  const provides = of.given === undefined ? [] : [{ need: { ...need, attr: of.given }, when: {} }];
  const project = projectOf({
    manifest: manifestText(['foo = "^1"']),
    lock: lockText([
      { name: 'foo', ...(of.files === undefined ? {} : { files: of.files }) },
      ...(of.cython === undefined ? [] : [{ name: 'cython', version: of.cython }]),
    ]),
    facts: [
      factsOf('foo', [fact(need, ['sdist'], { bounds: [bound] })], { provides, replaces: [] }),
    ],
    pins: new Map([
      [
        '/p/flake.lock',
        JSON.stringify({
          version: 7,
          root: 'root',
          nodes: {
            root: { inputs: { nixpkgs: 'n' } },
            n: {
              locked: { type: 'github', owner: 'NixOS', repo: 'nixpkgs', rev: 'a'.repeat(40) },
              original: { type: 'github', ref: branch },
            },
          },
        }),
      ],
    ]),
    settings: { python },
    ...(of.nix === undefined ? {} : { nix: of.nix }),
  });
  const verdict = project.verdicts().find(({ package: { name } }) => name === 'foo');
  return verdict === undefined
    ? ['no verdict']
    : outgrownBounds(verdict, project).map(
        ({ name, specifier, has, older }) => `${name}${specifier}; ${has}; ${older ?? ''}`,
      );
}

const OVERLAY = (body: string): string =>
  `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: { ${body} }); }`;

describe('outgrownBounds', () => {
  it('says what nixpkgs has of the branch that is pinned, and the older one that fits', () => {
    expect(said({})).toEqual(['cython<3; nixpkgs has 3.0.10 or later; cython_0']);
    expect(said({ python: '3.13' })).toEqual(['cython<3; nixpkgs has 3.0.10 or later; ']);
    expect(said({ bound: { specifier: '>=0.29,<0.29.30' } })).toEqual([
      'cython>=0.29,<0.29.30; nixpkgs has 3.0.10 or later; ',
    ]);
  });

  it('takes what the lock has', () => {
    expect(said({ cython: '3.1.2' })).toEqual(['cython<3; the lock has 3.1.2; cython_0']);
    expect(said({ cython: '0.29.36' })).toEqual([]);
  });

  it.each<[string, Case]>([
    ['a bound that may be met', { bound: { specifier: '<3.2' } }],
    ['a nixpkgs that may have an older one', { branch: 'nixos-24.05' }],
    ['another Python', { bound: { specifier: '<3', python: '<3.12' } }],
    ['a wheel', { files: ['foo-1.0-py3-none-any.whl'] }],
    ['another cython', { nix: OVERLAY('cython = prev.cython_0;') }],
    [
      'an override that has the older one',
      {
        nix: OVERLAY(
          'foo = prev.foo.overridePythonAttrs (old: { nativeBuildInputs = old.nativeBuildInputs ++ [ prev.cython_0 ]; });',
        ),
      },
    ],
    ['defaults that give the older one', { given: 'cython_0' }],
  ])('is silent with %s', (_, of) => {
    expect(said(of)).toEqual([]);
  });
});
