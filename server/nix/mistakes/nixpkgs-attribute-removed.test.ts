import { describe, expect, it } from 'vitest';
import { mistakesIn, poetryOverlay } from '../../../test/nix/mistakes.ts';
import { removedAt } from '../../../overrides-db/nixpkgs-names.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { Pins } from '../pins.ts';
import { findNixpkgsAttributeRemoved } from './nixpkgs-attribute-removed.ts';
import type { NixMistake } from './model.ts';

function found(inputs: string, date: string | null): readonly NixMistake[] {
  const pins: Pins = { nixpkgs: { revision: 'abc', date, file: '/p/flake.lock' } };
  const text = poetryOverlay(
    `{ foo = prev.foo.overridePythonAttrs (o: { buildInputs = [ ${inputs} ]; }); }`,
  );
  const find = (analysis: NixAnalysis): readonly NixMistake[] =>
    findNixpkgsAttributeRemoved(analysis, pins, removedAt);
  return mistakesIn(find, text);
}

describe('nixpkgs-attribute-removed', () => {
  it('is said of a name that throws, with the one that took its place', () => {
    const [one, ...more] = found('pkgs.zlib pkgs.alsaLib.dev', '2025-11-03T00:00:00Z');
    expect(more).toEqual([]);
    expect(one?.message).toContain('the pinned nixpkgs is of 2025-11-03');
    expect(one?.fix?.edits.map(({ newText }) => newText)).toEqual(['alsa-lib.dev']);
  });

  it('is said of what nothing took the place of', () => {
    expect(found('pkgs.qt6.full', '2026-06-01T00:00:00Z').map(({ fix }) => fix)).toEqual([null]);
  });

  it.each([
    ['(with pkgs; [ zlib alsaLib ])', 'alsa-lib'],
    ['(with pkgs; [ alsaLib.dev ])', 'alsa-lib.dev'],
    ['(with pkgs; lib.optional x alsaLib)', 'alsa-lib'],
    ['(let zlib = 1; in with pkgs; [ alsaLib ])', 'alsa-lib'],
  ])('is said of what %s takes from pkgs', (inputs, now) => {
    const fixes = found(inputs, '2025-11-03T00:00:00Z').map(({ fix }) => fix?.edits[0]?.newText);
    expect(fixes).toEqual([now]);
  });

  it.each([
    ['no date', 'pkgs.alsaLib', null],
    ['an older nixpkgs', 'pkgs.alsaLib', '2024-11-03T00:00:00Z'],
    ['another name before it', '(pkgs.alsaLib or pkgs.alsa-lib)', '2025-11-03T00:00:00Z'],
    ['a choice', '(if old then pkgs.alsaLib else pkgs.alsa-lib)', '2025-11-03T00:00:00Z'],
    ['what only warns', 'pkgs.unixODBC', '2027-11-03T00:00:00Z'],
    ['another set', '(with pkgs; with python3Packages; [ alsaLib ])', '2025-11-03T00:00:00Z'],
    ['a name of a let', '(let alsaLib = 1; in with pkgs; [ alsaLib ])', '2025-11-03T00:00:00Z'],
    ['a parameter', '(alsaLib: with pkgs; [ alsaLib ])', '2025-11-03T00:00:00Z'],
    ['an attribute', '(with pkgs; [ { alsaLib = 1; } zlib.alsaLib ])', '2025-11-03T00:00:00Z'],
    ['no with', 'alsaLib', '2025-11-03T00:00:00Z'],
    ['what is not of pkgs', 'final.alsaLib', '2025-11-03T00:00:00Z'],
  ])('is not said with %s', (_, inputs, date) => {
    expect(found(inputs, date)).toEqual([]);
  });
});
