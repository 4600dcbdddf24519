import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { fixtureFiles, fixtureText, MANIFEST } from '../support/fixture-project.ts';
import { frame, message, RawClient } from '../support/raw-client.ts';

const FIXTURE = 'several-missing';
const URI = uriOfFile(MANIFEST);

async function started(): Promise<RawClient> {
  const client = new RawClient(fixtureFiles(FIXTURE));
  await client.request('initialize', { processId: null, rootUri: null, capabilities: {} });
  client.send(message({ method: 'initialized', params: {} }));
  client.send(
    message({
      method: 'textDocument/didOpen',
      params: {
        textDocument: { uri: URI, version: 1, text: fixtureText(FIXTURE, 'pyproject.toml') },
      },
    }),
  );
  return client;
}

async function expectAlive(client: RawClient): Promise<void> {
  const { result } = await client.request('textDocument/documentSymbol', {
    textDocument: { uri: URI },
  });
  expect(Array.isArray(result) && result.length).toBeGreaterThan(0);
  expect(client.exitCode).toBeNull();
}

function nested(depth: number, open = '[', close = ']'): string {
  return open.repeat(depth) + close.repeat(depth);
}

const HOVER = { textDocument: { uri: URI }, position: { line: 8, character: 1 } };

/** None of them has an answer that is owed. */
const GARBAGE: readonly (readonly [string, Buffer])[] = [
  ['a header without a length', Buffer.from('Content-Type: x\r\n\r\n')],
  ['a negative length', Buffer.from('Content-Length: -5\r\n\r\n')],
  ['a length beyond every document', Buffer.from('Content-Length: 99999999999\r\n\r\n')],
  ['a length that is no number', Buffer.from('Content-Length: NaN\r\n\r\n')],
  ['a length of nothing', Buffer.from('Content-Length: 0\r\n\r\n')],
  ['a length with a fraction', Buffer.from('Content-Length: 1.5\r\n\r\n')],
  ['two lengths', Buffer.from('Content-Length: x\r\nContent-Length: 2\r\n\r\n{}')],
  ['a header that goes on and on', Buffer.from(`X: ${'y'.repeat(10_000)}\r\n\r\n`)],
  ['bytes that are no text', frame(Buffer.from([0xff, 0xfe, 0x00, 0xc3]))],
  ['text with bytes in it that are none', frame(Buffer.from('{"method":"\xff\xc3"}', 'latin1'))],
  ['JSON that ends early', frame('{"jsonrpc":')],
  ['a number', frame('7')],
  ['null', frame('null')],
  ['a text', frame('"hello"')],
  ['an empty batch', frame('[]')],
  ['a batch', frame(`[{"jsonrpc":"2.0","method":"x"},{"jsonrpc":"2.0","method":"y"}]`)],
  ['an object that is no message', frame('{}')],
  ['a method that is no text', frame('{"jsonrpc":"2.0","method":5}')],
  ['an answer to nothing', message({ id: 77, result: null })],
  ['an answer without an id', message({ id: null, error: { code: 1, message: '' } })],
  ['an answer with an id of another kind', message({ id: { a: 1 }, result: 1 })],
  ['a notification that is not known', message({ method: '$/noSuch', params: [] })],
  ['a cancellation of nothing', message({ method: '$/cancelRequest', params: { id: 'x' } })],
  ['a cancellation without parameters', message({ method: '$/cancelRequest' })],
  ['a trace that is none', message({ method: '$/setTrace', params: { value: [] } })],
  ['deep nesting', frame(nested(100_000))],
  [
    'deep nesting in a notification',
    frame(
      `{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":${nested(100_000)}}}`,
    ),
  ],
  [
    'deep nesting of objects in a notification',
    frame(
      `{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":${'{"settings":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    ),
  ],
];

describe('whatever is sent', () => {
  it.each(GARBAGE)('%s: the server goes on', async (_name, bytes) => {
    const client = await started();
    client.send(bytes);
    await expectAlive(client);
    client.end();
  });

  it('gets an answer for every request among it, however it is cut', async () => {
    const piece = fc.oneof(
      fc.constantFrom(...GARBAGE.map(([, bytes]) => bytes).filter((one) => one.length < 20_000)),
      fc.constantFrom('hover', 'no/such', 'textDocument/hover', 'shutdown!'),
    );
    const pieces = fc.array(piece, { maxLength: 12 });
    const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 30 });
    const client = await started();
    let id = 0;
    await fc.assert(
      fc.asyncProperty(pieces, cuts, async (sent, lengths) => {
        const owed: number[] = [];
        const bytes = sent.map((one) => {
          if (typeof one !== 'string') return one;
          id += 1;
          owed.push(id);
          return message({ id, method: one, params: HOVER });
        });
        let rest = Buffer.concat(bytes);
        for (const length of lengths) {
          client.send(rest.subarray(0, length));
          rest = rest.subarray(length);
        }
        client.send(rest);
        for (const one of owed) {
          await client.reply(one);
          expect(client.replies.filter((reply) => reply.id === one)).toHaveLength(1);
        }
        await expectAlive(client);
      }),
      { numRuns: 100 },
    );
    client.end();
  });

  it.each([
    ['initialize', 'textDocument/hover'],
    ['initialize', 'shutdown'],
    ['initialize', 'no/such'],
  ])('is refused before %s: %s', async (_before, method) => {
    const client = new RawClient(fixtureFiles(FIXTURE));
    client.send(message({ method: 'textDocument/didOpen', params: {} }));
    client.send(message({ method: 'textDocument/didChange', params: null }));
    expect((await client.request(method, HOVER)).error?.code).toBe(-32002);
    const { result } = await client.request('initialize', { capabilities: {} });
    expect(result).toMatchObject({ capabilities: {} });
    client.end();
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'x'],
    ['a list', [[]]],
    ['capabilities that are none', { capabilities: 5 }],
    [
      'members of other kinds',
      { processId: 'x', workspaceFolders: [1, null, { uri: {} }], rootUri: 7 },
    ],
    [
      'capabilities of other kinds',
      {
        capabilities: {
          general: { positionEncodings: [5] },
          textDocument: { completion: { completionItem: 7 }, codeAction: 'x' },
          workspace: { workspaceEdit: { resourceOperations: 'create' } },
          window: [],
        },
      },
    ],
    [
      'capabilities whose parts are null',
      { capabilities: { textDocument: null, workspace: null } },
    ],
    ['settings that are deep', { capabilities: {}, initializationOptions: [[[[[[]]]]]] }],
  ])('initializes with %s', async (_name, params) => {
    const client = new RawClient(fixtureFiles(FIXTURE));
    const { result } = await client.request('initialize', params);
    expect(result).toMatchObject({ capabilities: { hoverProvider: true } });
    expect((await client.request('textDocument/hover', HOVER)).error).toBeUndefined();
    client.end();
  });

  it('is refused after shutdown, all of it, and the server ends when told to', async () => {
    const client = await started();
    await client.request('shutdown');
    for (const method of ['initialize', 'textDocument/hover', 'no/such', 'shutdown'])
      expect((await client.request(method, HOVER)).error?.code, method).toBe(-32600);
    client.send(message({ method: 'textDocument/didOpen', params: 5 }));
    client.send(message({ method: 'exit' }));
    await expect.poll(() => client.exitCode).toBe(0);
  });
});

describe('a client that lies', () => {
  const open = (version: unknown, text: string): Buffer =>
    message({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: URI, version, text } },
    });
  const change = (version: unknown, changes: unknown): Buffer =>
    message({
      method: 'textDocument/didChange',
      params: { textDocument: { uri: URI, version }, contentChanges: changes },
    });
  const close = message({
    method: 'textDocument/didClose',
    params: { textDocument: { uri: URI } },
  });
  const whole = [{ text: '[tool.poetry]\nname = "whole"\n' }];

  it.each<[string, readonly Buffer[]]>([
    ['opens twice', [open(1, ''), open(1, '[tool.poetry]\n')]],
    ['closes twice', [close, close]],
    ['closes and changes', [close, change(3, [{ text: 'x' }])]],
    ['counts backwards', [change(9, whole), change(2, whole), change(-5, whole)]],
    ['counts in words', [change('two', whole), change(null, whole), change({}, whole)]],
    ['counts beyond numbers', [change(1e308, whole), change(2 ** 53 + 1, whole)]],
    ['changes by nothing', [change(2, []), change(3, null), change(4, [null]), change(5, [{}])]],
    [
      'changes what is not there',
      [
        change(2, [{ range: at(99, 0, 100, 5), text: 'x' }]),
        change(3, [{ range: at(-1, -7, 0, 1e300), text: '\n' }]),
        change(4, [{ range: at(5, 5, 1, 0), text: '' }]),
        change(5, [{ range: { start: 1, end: 2 }, text: '' }]),
        change(6, [{ range: at(0, 0, 0, 0), rangeLength: -7, text: '' }]),
      ],
    ],
  ])('and %s is answered all the same', async (_name, messages) => {
    const client = await started();
    for (const bytes of messages) client.send(bytes);
    const { error } = await client.request('textDocument/hover', HOVER);
    expect(error).toBeUndefined();
    // Whatever it told, the text that it sends last counts.
    client.send(open(1, fixtureText(FIXTURE, 'pyproject.toml')));
    await expectAlive(client);
    expect(client.logged.filter((line) => line.includes('failed:'))).toEqual([]);
    client.end();
  });

  it.each<[string, unknown]>([
    ['behind the end', { line: 1e9, character: 1e9 }],
    ['before the start', { line: -1, character: -1 }],
    ['between two', { line: 1.5, character: 2.7 }],
    ['beyond all numbers', { line: 1e308, character: -1e308 }],
  ])('and asks %s is answered', async (_name, position) => {
    const client = await started();
    for (const method of ['hover', 'completion', 'definition', 'references', 'rename']) {
      const params = { textDocument: { uri: URI }, position, newName: 'x' };
      const { error } = await client.request(`textDocument/${method}`, params);
      // A rename may say that there is nothing to rename.
      if (method !== 'rename') expect(error, method).toBeUndefined();
    }
    await expectAlive(client);
    client.end();
  });

  it.each<[string, unknown]>([
    ['text', { line: '1', character: 0 }],
    ['nothing', null],
    ['no number, which JSON has as null', { line: Number.NaN, character: 0 }],
  ])('and asks at %s is told that it is wrong', async (_name, position) => {
    const client = await started();
    const { error } = await client.request('textDocument/hover', {
      textDocument: { uri: URI },
      position,
    });
    expect(error?.code).toBe(-32602);
    await expectAlive(client);
    client.end();
  });

  it('and asks of documents that nobody knows is answered', async () => {
    const client = await started();
    for (const uri of [
      'file:///nowhere/pyproject.toml',
      'untitled:x',
      'x',
      '',
      'file://%',
      'git:/a',
    ])
      for (const method of ['hover', 'documentSymbol', 'codeAction', 'diagnostic', 'inlayHint']) {
        const { error } = await client.request(`textDocument/${method}`, {
          ...HOVER,
          textDocument: { uri },
          range: at(0, 0, 1, 0),
          context: { diagnostics: [] },
        });
        expect(error, `${method} of ${uri}`).toBeUndefined();
      }
    await expectAlive(client);
    client.end();
  });

  it('and sends back data of any depth gets an answer', async () => {
    const client = await started();
    for (const method of ['codeAction/resolve', 'completionItem/resolve']) {
      const deep = nested(20_000);
      const params = `{"title":"x","label":"x","data":${deep},"command":${deep}}`;
      client.send(
        frame(`{"jsonrpc":"2.0","id":"${method}","method":"${method}","params":${params}}`),
      );
      await client.reply(method);
    }
    await expectAlive(client);
    client.end();
  });
});

function at(line: number, character: number, endLine: number, endCharacter: number): object {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}
