import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readProject } from '../../../test/nix/reading.ts';
import type { OverridesReading } from '../model.ts';

const TEXT = readFileSync(
  new URL(
    '../../../test/nix-edits/nixpkgs-list-of-the-overlay/before/overlay.nix',
    import.meta.url,
  ),
  'utf8',
);

function readingOf(text: string): OverridesReading {
  const { uses } = readProject({ 'overlay.nix': text });
  const [use, ...more] = uses.filter(({ target }) => target === 'nixpkgs');
  if (use === undefined || more.length > 0) throw new Error('not one use');
  return use.overrides;
}

describe('the list of an overlay of nixpkgs', () => {
  it('is read where the overlay takes it from what all overlays make', () => {
    const { understood, entries } = readingOf(TEXT);
    expect(understood).toBe(true);
    expect(entries.map(({ name }) => name)).toEqual(['bar']);
  });

  it.each([
    ['another name', TEXT.replace('final.pythonOverlays', 'final.others')],
    ['another set', TEXT.replace('final.pythonOverlays', 'elsewhere.pythonOverlays')],
    ['the former set', TEXT.replace('final.pythonOverlays', 'prev.pythonOverlays')],
    [
      'itself',
      TEXT.replace('(prev.pythonOverlays or [ ]) ++ [', 'final.pythonOverlays ++ [ elsewhere'),
    ],
  ])('is not known of %s', (_name, text) => {
    expect(text).not.toBe(TEXT);
    expect(readingOf(text).understood).toBe(false);
  });
});
