import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, FrameWriter, Serialized } from './frames.ts';

function frame(content: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`);
}

interface Taken {
  readonly messages: readonly unknown[];
  readonly dropped: number;
  readonly errors: number;
}

/** What is read of chunks, how often something was dropped, and how often something was no JSON. */
async function taken(chunks: readonly Buffer[]): Promise<Taken> {
  const input = new PassThrough();
  const messages: unknown[] = [];
  let dropped = 0;
  let errors = 0;
  const reader = new FrameReader(input, () => {
    dropped += 1;
  });
  reader.onError(() => {
    errors += 1;
  });
  reader.listen((message) => messages.push(message));
  for (const chunk of chunks) input.write(chunk);
  input.end();
  await new Promise((resolve) => reader.onClose(resolve));
  return { messages, dropped, errors };
}

describe('FrameReader', () => {
  it('reads frames, however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.array(fc.nat(9)),
        async (texts, cuts) => {
          const messages = texts.map((text) => ({ jsonrpc: '2.0', method: text }));
          const chunks: Buffer[] = [];
          let rest = Buffer.concat(messages.map((message) => frame(JSON.stringify(message))));
          for (const cut of cuts) {
            chunks.push(rest.subarray(0, cut));
            rest = rest.subarray(cut);
          }
          expect(await taken([...chunks, rest])).toEqual({ messages, dropped: 0, errors: 0 });
        },
      ),
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
  ])('drops %j and takes what follows', async (garbage) => {
    const { messages, dropped } = await taken([Buffer.from(garbage), frame('{}')]);
    expect(messages).toEqual([{}]);
    expect(dropped).toBeGreaterThan(0);
  });

  it('takes a header with a content type, in any case', async () => {
    const sent =
      'content-length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}';
    expect((await taken([Buffer.from(sent)])).messages).toEqual([{}]);
  });

  it('takes what follows a frame that is no JSON, or empty', async () => {
    const { messages, errors } = await taken([frame('{"'), frame(''), frame('{}')]);
    expect(messages).toEqual([{}]);
    expect(errors).toBe(1);
  });
});

describe('FrameWriter', () => {
  it('writes what the reader reads', async () => {
    const output = new PassThrough();
    const writer = new FrameWriter(output);
    const message = { jsonrpc: '2.0', method: '→ 𝄞' };
    await writer.write(message);
    const written: unknown = output.read();
    expect(written).toEqual(frame(JSON.stringify(message)));
  });

  it.each([
    ['the answer to a request', { jsonrpc: '2.0', id: 7 }, 'result'],
    ['the parameters of a notification', { jsonrpc: '2.0', method: 'm' }, 'params'],
  ])('writes what is JSON already as %s', async (_, message, key) => {
    const value = { diagnostics: ['→ 𝄞', 1] };
    const json = JSON.stringify(value);
    for (const written of [json, Buffer.from(json)]) {
      const output = new PassThrough();
      await new FrameWriter(output).write({ ...message, [key]: new Serialized(written) });
      expect(output.read()).toEqual(frame(JSON.stringify({ ...message, [key]: value })));
    }
  });

  it('resolves though nobody reads any more', async () => {
    const output = new PassThrough();
    output.on('error', () => {});
    output.destroy();
    await expect(new FrameWriter(output).write({ jsonrpc: '2.0' })).resolves.toBeUndefined();
  });
});
