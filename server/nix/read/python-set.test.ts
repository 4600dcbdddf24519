import { describe, expect, it } from 'vitest';
import { PROJECTS } from '../../../test/nix/projects.ts';
import { mistakesIn, usesIn, uvOverlays } from '../../../test/nix/mistakes.ts';
import { useOf } from '../../../test/nix/reading.ts';
import { findOverrideUnknownPackage } from '../mistakes/override-unknown-package.ts';
import type { NixAnalysis } from './read.ts';
import type { NixMistake } from '../mistakes/model.ts';

const UV2NIX = PROJECTS.get('uv2nix') ?? '';

const inLock = (analysis: NixAnalysis): readonly NixMistake[] =>
  findOverrideUnknownPackage(analysis, new Set(['app']), usesIn(analysis));

/** The entries of the project with `bindings` beside its set, `?` behind what may not be there. */
function entriesWith(bindings: string): readonly string[] {
  const text = UV2NIX.replace(
    'in\n    { packages',
    `more = ${bindings};\nin\n    { inherit more; packages`,
  );
  expect(text).not.toBe(UV2NIX);
  const { understood, entries } = useOf(text, 'flake.nix').overrides;
  expect(understood).toBe(true);
  return entries.map(({ name, conditional }) => name + (conditional ? '?' : ''));
}

describe('a set whose base is not seen', () => {
  const overlay =
    '(f: p: { zope = p.zope.overrideAttrs (o: { buildInputs = o.buildInputs ++ [ pkgs.zlib ]; }); })';

  it.each([
    ['args.pythonSet', 'zope?'],
    ['pkgs.gnome', 'zope?'],
    ['pythonSet', 'zope'],
    ['pythonSet.pythonPkgsHostHost', 'zope'],
  ])('%s may be that of the lock, or not', (base, entry) => {
    expect(entriesWith(`${base}.overrideScope ${overlay}`)).toEqual(['lxml', entry]);
  });

  it.each([
    ['pkgs.gnome', 0],
    ['args.pythonSet', 0],
    ['pythonSet.pythonPkgsHostHost', 1],
    ['pythonSet', 1],
  ])('what %s overrides is said to be unknown only of the set of the lock', (base, count) => {
    const overlays = uvOverlays('lock').replace(/ in \((.*)\); }$/s, (_whole, set: string) => {
      return ` pythonSet = (${set}); in { more = ${base}.overrideScope ${overlay}; }; }`;
    });
    expect(mistakesIn(inLock, overlays)).toHaveLength(count);
  });
});

function inside(body: string): string {
  return UV2NIX.replace('overlay fixes ]', `overlay ${body} ]`);
}

describe('the set for a pair of platforms', () => {
  it('is no package of an overlay, and what extends it may be there', () => {
    const { overrides } = useOf(
      inside(`(final: prev: {
        pythonPkgsBuildHost = prev.pythonPkgsBuildHost.overrideScope fixes;
        pythonPkgsHostHost = prev.pythonPkgsHostHost.overrideScope fixes;
      })`),
      'flake.nix',
    );
    expect(overrides.understood).toBe(true);
    expect(overrides.entries.map(({ name, conditional }) => [name, conditional])).toEqual([
      ['lxml', true],
      ['lxml', true],
    ]);
  });

  it('is not understood where something else is made of it', () => {
    const { overrides } = useOf(
      inside('(final: prev: { pythonPkgsHostHost = elsewhere prev; })'),
      'flake.nix',
    );
    expect(overrides).toMatchObject({ understood: false, entries: [] });
  });
});
