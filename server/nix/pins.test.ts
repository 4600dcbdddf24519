import { describe, expect, it } from 'vitest';
import { readPins } from './pins.ts';

const NIXPKGS = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const POETRY2NIX = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';

function flakeLock(inputs: object, nodes: object): string {
  return JSON.stringify({ nodes: { root: { inputs }, ...nodes }, root: 'root', version: 7 });
}

function github(owner: string, repo: string, rev: string, lastModified = 1_700_000_000): object {
  return { locked: { type: 'github', owner, repo, rev, lastModified } };
}

function pinsOf(text: string): ReturnType<typeof readPins> {
  return readPins(new Map([['/p/pins.json', text]]));
}

describe('flake.lock', () => {
  it('gives revision and date of the flake’s own inputs, under whatever name', () => {
    const pins = pinsOf(
      flakeLock(
        { nixpkgs: 'nixpkgs_2', p2n: 'poetry2nix' },
        {
          nixpkgs: github('NixOS', 'nixpkgs', 'c'.repeat(40)),
          nixpkgs_2: github('NixOS', 'nixpkgs', NIXPKGS),
          poetry2nix: github('nix-community', 'poetry2nix', POETRY2NIX, 1_743_690_424),
        },
      ),
    );
    expect(pins).toEqual({
      nixpkgs: { revision: NIXPKGS, date: '2023-11-14T22:13:20Z', file: '/p/pins.json' },
      poetry2nix: { revision: POETRY2NIX, date: '2025-04-03T14:27:04Z', file: '/p/pins.json' },
    });
  });

  it.each([
    [{ type: 'github', ref: 'nixos-25.11' }, 'nixos-25.11'],
    [{ type: 'github' }, 'master'],
    [{ type: 'indirect', id: 'nixpkgs', ref: 'nixos-25.11' }, 'nixos-25.11'],
    [{ type: 'github', rev: NIXPKGS }, undefined],
    [{ type: 'indirect', id: 'nixpkgs' }, undefined],
  ])('knows the branch of %j: %s', (original, branch) => {
    const node = { ...github('NixOS', 'nixpkgs', NIXPKGS), original };
    expect(pinsOf(flakeLock({ nixpkgs: 'n' }, { n: node })).nixpkgs?.branch).toBe(branch);
    const fork = { ...github('someone', 'nixpkgs', NIXPKGS), original };
    expect(pinsOf(flakeLock({ nixpkgs: 'n' }, { n: fork })).nixpkgs?.branch).toBeUndefined();
  });

  it('goes through inputs that follow another input', () => {
    const pins = pinsOf(
      flakeLock(
        { nixpkgs: ['poetry2nix', 'nixpkgs'], poetry2nix: 'poetry2nix' },
        {
          nixpkgs: github('NixOS', 'nixpkgs', NIXPKGS),
          poetry2nix: {
            ...github('nix-community', 'poetry2nix', POETRY2NIX),
            inputs: { nixpkgs: 'nixpkgs' },
          },
        },
      ),
    );
    expect(pins.nixpkgs?.revision).toBe(NIXPKGS);
  });

  it('survives inputs that follow each other', () => {
    const pins = pinsOf(flakeLock({ nixpkgs: ['a'], a: ['nixpkgs'] }, {}));
    expect(pins).toEqual({});
  });

  it('does not choose between several that have other names', () => {
    const pins = pinsOf(
      flakeLock(
        { stable: 'a', unstable: 'b' },
        { a: github('NixOS', 'nixpkgs', NIXPKGS), b: github('NixOS', 'nixpkgs', POETRY2NIX) },
      ),
    );
    expect(pins).toEqual({});
  });

  it('takes the address of a git input', () => {
    const locked = { type: 'git', url: 'https://example.org/forks/uv2nix.git', rev: NIXPKGS };
    expect(pinsOf(flakeLock({ uv: 'uv' }, { uv: { locked } })).uv2nix?.revision).toBe(NIXPKGS);
  });

  it('does not take a repository that only has the name in its own', () => {
    const node = github('x', 'poetry2nix-templates', POETRY2NIX);
    expect(pinsOf(flakeLock({ templates: 't' }, { t: node }))).toEqual({});
  });
});

describe('niv and npins', () => {
  it('reads nix/sources.json', () => {
    const pins = pinsOf(
      JSON.stringify({
        niv: { owner: 'nmattia', repo: 'niv', rev: 'c'.repeat(40) },
        nixpkgs: { owner: 'NixOS', repo: 'nixpkgs', rev: NIXPKGS, type: 'tarball' },
      }),
    );
    expect(pins).toEqual({ nixpkgs: { revision: NIXPKGS, date: null, file: '/p/pins.json' } });
  });

  it('reads npins/sources.json, a channel by its address', () => {
    const pins = pinsOf(
      JSON.stringify({
        pins: {
          nixpkgs: {
            type: 'Channel',
            url: 'https://releases.nixos.org/nixos/unstable/nixos-25.05pre1.0123456789ab/nixexprs.tar.xz',
          },
          poetry2nix: {
            type: 'Git',
            repository: { type: 'GitHub', owner: 'nix-community', repo: 'poetry2nix' },
            revision: POETRY2NIX,
          },
        },
        version: 5,
      }),
    );
    expect(pins.nixpkgs?.revision).toBe('0123456789ab');
    expect(pins.poetry2nix?.revision).toBe(POETRY2NIX);
  });
});

function niv(rev: string): string {
  return JSON.stringify({ nixpkgs: { repo: 'nixpkgs', rev } });
}

describe('several files', () => {
  const flake = flakeLock({ nixpkgs: 'n' }, { n: github('NixOS', 'nixpkgs', NIXPKGS) });

  it('takes the first where they agree', () => {
    const pins = readPins(
      new Map([
        ['/p/flake.lock', flake],
        ['/p/nix/sources.json', niv(NIXPKGS)],
      ]),
    );
    expect(pins.nixpkgs?.file).toBe('/p/flake.lock');
  });

  it('tells all where they differ, and none as the one', () => {
    const { nixpkgs, disagreeing } = readPins(
      new Map([
        ['/p/flake.lock', flake],
        ['/p/nix/sources.json', niv(POETRY2NIX)],
      ]),
    );
    expect(nixpkgs).toBeUndefined();
    expect(disagreeing?.nixpkgs?.map(({ file, revision }) => [file, revision])).toEqual([
      ['/p/flake.lock', NIXPKGS],
      ['/p/nix/sources.json', POETRY2NIX],
    ]);
  });
});

describe('damaged and hostile files', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '"nixpkgs"',
    '{"nodes": []}',
    '{"nodes": {"root": {"inputs": {"nixpkgs": "__proto__"}}}}',
    '{"__proto__": {"repo": "nixpkgs"}}',
    '{"nixpkgs": {"repo": "nixpkgs", "rev": 1}}',
    '['.repeat(100_000),
  ])('%.40s says nothing', (text) => {
    expect(pinsOf(text)).toEqual({});
  });

  it.each([
    0, 951_782_400, 951_868_800, 1_077_926_400, 1_709_164_800, 4_107_542_400, 253_402_300_799,
  ])('writes second %d as JavaScript’s own calendar does', (seconds) => {
    const node = github('NixOS', 'nixpkgs', NIXPKGS, seconds);
    const expected = new globalThis.Date(seconds * 1000).toISOString().replace('.000', '');
    expect(pinsOf(flakeLock({ nixpkgs: 'n' }, { n: node })).nixpkgs?.date).toBe(expected);
  });

  it('leaves out a date that is none', () => {
    const node = github('NixOS', 'nixpkgs', NIXPKGS, 1e300);
    expect(pinsOf(flakeLock({ nixpkgs: 'n' }, { n: node })).nixpkgs).toMatchObject({ date: null });
  });
});
