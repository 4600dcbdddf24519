import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameFilter } from './frame-filter.ts';

function frame(text: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

/** What comes out for chunks that go in, and how often something was dropped. */
function filtered(chunks: readonly Buffer[]): { readonly text: string; readonly dropped: number } {
  let dropped = 0;
  const filter = new FrameFilter(() => {
    dropped += 1;
  });
  for (const chunk of chunks) filter.write(chunk);
  const output: unknown = filter.read();
  return { text: output instanceof Buffer ? output.toString() : '', dropped };
}

describe('FrameFilter', () => {
  it('lets frames through, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(9)), (texts, cuts) => {
        const whole = Buffer.concat(texts.map(frame));
        const chunks: Buffer[] = [];
        let rest = whole;
        for (const cut of cuts) {
          chunks.push(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        expect(filtered([...chunks, rest])).toEqual({ text: whole.toString(), dropped: 0 });
      }),
    );
  });

  it.each([
    'Foo: bar\r\n\r\n',
    'Content-Length: many\r\n\r\n',
    'Content-Length: -5\r\n\r\n',
    'Content-Length: 99999999999\r\n\r\n',
    'Content-Length: 99999999999\r\n\r\n{}',
    'hello\r\n\r\n',
    '\r\n\r\n',
    'x'.repeat(5000),
  ])('drops %j and takes what follows', (garbage) => {
    const { text, dropped } = filtered([Buffer.from(garbage), frame('{}')]);
    expect(text).toBe(frame('{}').toString());
    expect(dropped).toBeGreaterThan(0);
  });

  it('takes a header with a content type, in any case', () => {
    const sent =
      'content-length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}';
    expect(filtered([Buffer.from(sent)]).text).toBe(frame('{}').toString());
  });
});
