import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceText, applyEdits, shift, touches } from './text.ts';

describe('touches', () => {
  it('counts the place behind the last character', () => {
    const span = { start: 2, end: 5 };
    expect([1, 2, 4, 5, 6].map((offset) => touches(span, offset))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('shift', () => {
  it('moves both ends', () => {
    expect(shift({ start: 2, end: 5 }, 3)).toEqual({ start: 5, end: 8 });
    expect(shift({ start: 2, end: 5 }, 0)).toEqual({ start: 2, end: 5 });
    expect(shift({ start: 2, end: 5 }, -2)).toEqual({ start: 0, end: 3 });
  });
});

describe('applyEdits', () => {
  it('applies edits in any order', () => {
    const edits = [
      { span: { start: 4, end: 5 }, newText: 'E' },
      { span: { start: 0, end: 1 }, newText: 'AA' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('AAbcdEf');
  });

  it('keeps insertions at one place in the order of the list', () => {
    const at = { start: 1, end: 1 };
    const edits = ['x', 'y', 'z'].map((newText) => ({ span: at, newText }));
    expect(applyEdits('ab', edits)).toBe('axyzb');
  });

  it('inserts before a replacement at the same place', () => {
    const edits = [
      { span: { start: 1, end: 2 }, newText: 'B' },
      { span: { start: 1, end: 1 }, newText: '-' },
    ];
    expect(applyEdits('abc', edits)).toBe('a-Bc');
  });

  it('leaves out what reaches into the edit before', () => {
    const edits = [
      { span: { start: 0, end: 3 }, newText: 'X' },
      { span: { start: 2, end: 4 }, newText: 'Y' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('XYef');
  });

  it('changes nothing without edits', () => {
    expect(applyEdits('abc', [])).toBe('abc');
  });
});

describe('SourceText', () => {
  const text = 'one\ntwo\r\nthree\rfour😀five';
  const index = new SourceText(text);

  it('ends lines with LF, CRLF and CR', () => {
    expect(index.lineCount).toBe(4);
    const lines = [0, 1, 2, 3].map((line) =>
      text.slice(index.lineStart(line), index.lineEnd(line)),
    );
    expect(lines).toEqual(['one', 'two', 'three', 'four😀five']);
  });

  it('counts UTF-16 units', () => {
    expect(index.positionAt(text.indexOf('five'))).toEqual({ line: 3, character: 6 });
  });

  it('takes the middle of a CRLF for the end of its line', () => {
    expect(index.positionAt(7)).toEqual({ line: 1, character: 3 });
    expect(index.positionAt(8)).toEqual({ line: 1, character: 3 });
    expect(index.positionAt(9)).toEqual({ line: 2, character: 0 });
  });

  it('clamps what is outside of the text', () => {
    expect(index.positionAt(-5)).toEqual({ line: 0, character: 0 });
    expect(index.positionAt(1000)).toEqual({ line: 3, character: 10 });
    expect(index.offsetAt({ line: -1, character: 3 })).toBe(0);
    expect(index.offsetAt({ line: 99, character: 0 })).toBe(text.length);
    expect(index.offsetAt({ line: 0, character: -3 })).toBe(0);
    expect(index.lineStart(-1)).toBe(0);
    expect(index.lineEnd(99)).toBe(text.length);
  });

  it('takes a character behind the line for its end', () => {
    expect(index.offsetAt({ line: 1, character: 99 })).toBe(7);
  });

  it('has one line in an empty text', () => {
    const empty = new SourceText('');
    expect(empty.lineCount).toBe(1);
    expect(empty.positionAt(0)).toEqual({ line: 0, character: 0 });
    expect(empty.lineEnd(0)).toBe(0);
  });

  it('has a last line without content behind a final line break', () => {
    const ended = new SourceText('a\n');
    expect(ended.lineCount).toBe(2);
    expect(ended.positionAt(2)).toEqual({ line: 1, character: 0 });
  });

  it('finds its way back from every offset but the middle of a CRLF', () => {
    const pieces = fc.constantFrom('a', '😀', '\n', '\r\n', '\r', 'é', ' ');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const given = parts.join('');
        const lines = new SourceText(given);
        for (let offset = 0; offset <= given.length; offset++) {
          if (given[offset - 1] === '\r' && given[offset] === '\n') continue;
          expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
        }
      }),
    );
  });

  it('stays what it is while the next text is made from it', () => {
    const before = new SourceText('one\ntwo\n');
    const after = before.edited({ start: 3, end: 4 }, '\nand\n');
    expect(after.text).toBe('one\nand\ntwo\n');
    expect(after.positionAt(8)).toEqual({ line: 2, character: 0 });
    expect(before.text).toBe('one\ntwo\n');
    expect(before.positionAt(4)).toEqual({ line: 1, character: 0 });
    expect(after.lineCount).toBe(4);
  });

  it.each([
    ['a\rb\nc', { start: 2, end: 3 }, ''],
    ['a\rb', { start: 2, end: 2 }, '\n'],
    ['a\nb', { start: 1, end: 1 }, '\r'],
    ['a\rxy\nb', { start: 2, end: 4 }, '\n'],
  ])('knows that %j, edited, has a CRLF', (given, span, newText) => {
    const after = new SourceText(given).edited(span, newText);
    const afresh = new SourceText(after.text);
    expect(after.lineCount).toBe(afresh.lineCount);
    expect(after.positionAt(after.text.length)).toEqual(afresh.positionAt(after.text.length));
  });

  it('has after any edits the lines of a text that is read afresh', () => {
    const pieces = fc.constantFrom('a', '😀', '\n', '\r\n', '\r', 'é', '');
    const piecesText = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        piecesText,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 5 }), piecesText), { maxLength: 6 }),
        (given, edits) => {
          let source = new SourceText(given);
          for (const [at, length, newText] of edits) {
            const start = source.offsetAt(source.positionAt(at % (source.text.length + 1)));
            const end = source.offsetAt(source.positionAt(start + length));
            const expected = source.text.slice(0, start) + newText + source.text.slice(end);
            source = source.edited({ start, end }, newText);
            expect(source.text).toBe(expected);
            const afresh = new SourceText(expected);
            for (let offset = 0; offset <= expected.length; offset++)
              expect(source.positionAt(offset)).toEqual(afresh.positionAt(offset));
            expect(source.lineCount).toBe(afresh.lineCount);
          }
        },
      ),
    );
  });
});
