import { describe, expect, it } from 'vitest';
import { mistakesIn, onlyMistake } from '../../../test/nix/mistakes.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { PinnedRevision } from '../pins.ts';
import { findIntelDarwinDropped } from './intel-darwin-dropped.ts';
import type { NixMistake } from './model.ts';

const PIN: PinnedRevision = { revision: 'abc', date: null, file: '/p/flake.lock' };
const DROPPED: PinnedRevision = { ...PIN, branch: 'nixos-26.11' };

function flake(systems: string, more = ''): string {
  return `{ outputs = { self, nixpkgs }: { packages = nixpkgs.lib.genAttrs ${systems} (system: { ${more} }); }; }`;
}

function find(nixpkgs: PinnedRevision): (analysis: NixAnalysis) => readonly NixMistake[] {
  return (analysis) => findIntelDarwinDropped(analysis, { nixpkgs });
}

describe('intel-darwin-dropped', () => {
  it('is said once, and takes the system out', () => {
    const { on, fixed } = onlyMistake(
      find(DROPPED),
      flake('[ "x86_64-linux" "x86_64-darwin" "aarch64-darwin" ]'),
    );
    expect(on).toBe('"x86_64-darwin"');
    expect(fixed).toBe(flake('[ "x86_64-linux" "aarch64-darwin" ]'));
    const twice = flake('[ "x86_64-darwin" ]', 'a = [ "x86_64-darwin" ];');
    expect(mistakesIn(find(DROPPED), twice)).toHaveLength(1);
  });

  const listed = flake('[ "x86_64-darwin" ]');
  it.each([
    ['a nixpkgs that has it', { ...PIN, branch: 'nixos-26.05' }, listed],
    ['an unstable one that may have it', { ...PIN, date: '2026-08-01', branch: 'master' }, listed],
    ['no date', PIN, listed],
    ['another nixpkgs beside', { ...DROPPED, isOneOfSeveral: true as const }, listed],
    ['a configuration', DROPPED, flake('[ "x86_64-darwin" ]', 'allowDeprecatedx86_64Darwin = 1;')],
    ['platforms', DROPPED, flake('[ ]', 'meta.platforms = [ "x86_64-darwin" ];')],
    ['a comparison', DROPPED, flake('[ ]', 'a = system == "x86_64-darwin";')],
  ])('is not said with %s', (_, pin, text) => {
    expect(mistakesIn(find(pin), text)).toEqual([]);
  });
});
