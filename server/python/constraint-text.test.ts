import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitConditions } from './constraint-text.ts';
import { stripped } from './python-text.ts';

/** Poetry's own pattern, which backtracks. `$` is Python's: before a last line feed too. */
const DIVIDER = /(?<!^)(?<![\^~=>< ,]) *(?<!-)[, ](?!-) *(?!,|\n?$)/;

function byPattern(text: string): readonly string[] {
  const kept = /[^,]/.test(text) ? text.slice(0, text.length - trailing(text)) : '';
  return kept.slice(0, stripped(kept).end).split(DIVIDER);
}

function trailing(text: string): number {
  return text.length - text.replace(/,*$/, '').length;
}

describe('splitConditions', () => {
  it.each([
    ['>=1.0,<2.0', ['>=1.0', '<2.0']],
    ['>=1.0 <2.0 ,', ['>=1.0', '<2.0']],
    ['>= 1.0', ['>= 1.0']],
    ['1.0 - 2.0', ['1.0 - 2.0']],
    ['a   ,  b', ['a', 'b']],
    ['a,,b', ['a,,b']],
  ])('divides %j', (text, parts) => {
    expect(splitConditions({ text, start: 0 }).map((piece) => piece.text)).toEqual(parts);
  });

  it('divides where Poetry does', () => {
    const unit = fc.constantFrom(' ', ' ', ',', '-', 'a', '>', '^', '\n', '1');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 14 }), (text) => {
        const pieces = splitConditions({ text, start: 0 });
        expect(pieces.map((piece) => piece.text)).toEqual(byPattern(text));
        for (const piece of pieces) expect(text.startsWith(piece.text, piece.start)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
