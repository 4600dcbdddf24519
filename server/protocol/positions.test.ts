import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceText } from '../text.ts';
import { Positions } from './positions.ts';

// An e with an accent (2 bytes), a snowman (3 bytes), a rocket (4 bytes, two UTF-16 units).
const source = new SourceText('aé☃🚀b\r\nsecond');

describe('Positions', () => {
  it.each([
    ['utf-8', 10],
    ['utf-16', 5],
    ['utf-32', 4],
  ] as const)('counts a line in %s', (encoding, character) => {
    const positions = new Positions(encoding);
    const offset = source.text.indexOf('b');
    expect(positions.positionOf(source, offset)).toEqual({ line: 0, character });
    expect(positions.offsetOf(source, { line: 0, character })).toBe(offset);
  });

  it('takes a place inside of a character to its start', () => {
    expect(new Positions('utf-8').offsetOf(source, { line: 0, character: 8 })).toBe(3);
  });

  it.each(['utf-8', 'utf-16', 'utf-32'] as const)(
    'clamps what is out of range in %s',
    (encoding) => {
      const positions = new Positions(encoding);
      expect(positions.offsetOf(source, { line: 0, character: 999 })).toBe(6);
      expect(positions.offsetOf(source, { line: 99, character: 0 })).toBe(source.text.length);
      expect(
        positions.spanOf(source, {
          start: { line: 1, character: 3 },
          end: { line: 0, character: 0 },
        }),
      ).toEqual({ start: 11, end: 11 });
    },
  );

  it('takes every offset between characters there and back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('utf-8' as const, 'utf-16' as const, 'utf-32' as const),
        fc.nat(),
        (text, encoding, seed) => {
          const any = new SourceText(text);
          const positions = new Positions(encoding);
          const boundaries = Array.from(text).reduce(
            (list, character) => [...list, (list.at(-1) ?? 0) + character.length],
            [0],
          );
          const offset = boundaries[seed % boundaries.length] ?? 0;
          // Between CR and LF there is no position (LSP 3.17, Position).
          fc.pre(!(text[offset - 1] === '\r' && text[offset] === '\n'));
          expect(positions.offsetOf(any, positions.positionOf(any, offset))).toBe(offset);
        },
      ),
    );
  });
});
