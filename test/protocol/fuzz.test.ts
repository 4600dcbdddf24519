import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestHandlers, notificationHandlers } from '../../server/protocol/handlers.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { LOCK, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

const URI = fc.constantFrom<unknown>(
  uriOfFile(MANIFEST),
  uriOfFile(LOCK),
  uriOfFile(NIX),
  uriOfFile('/elsewhere/pyproject.toml'),
  'untitled:pyproject.toml',
  'file:///p/%zz',
  'file://host/p/pyproject.toml',
  'file:',
  '',
  7,
  null,
);

const NUMBER = fc.constantFrom<unknown>(0, 3, 8, 1e9, -1, 2 ** 40, 1.5, null, '1');
const POSITION = fc.oneof(fc.record({ line: NUMBER, character: NUMBER }), fc.constant(null));
const RANGE = fc.oneof(fc.record({ start: POSITION, end: POSITION }), fc.constant([]));
const TEXT = fc.constantFrom<unknown>(
  '',
  '[',
  '[tool.poetry.dependencies]\nx = 1\n',
  '\uD800',
  null,
  5,
);

const PARAMS = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        textDocument: fc.record({ uri: URI, version: NUMBER, text: TEXT }),
        position: POSITION,
        positions: fc.array(POSITION, { maxLength: 2 }),
        range: RANGE,
        context: fc.record({
          diagnostics: fc.array(fc.jsonValue(), { maxLength: 2 }),
          only: fc.jsonValue(),
        }),
        contentChanges: fc.array(fc.record({ text: TEXT, range: RANGE }), { maxLength: 2 }),
        query: TEXT,
        command: fc.constantFrom<unknown>('pyproject-nix-ls.provideMissing', 'x', null),
        arguments: fc.array(URI, { maxLength: 1 }),
        data: fc.record({ uri: URI, range: RANGE, position: POSITION }),
        title: TEXT,
        previousResultIds: fc.array(fc.record({ uri: URI, value: TEXT }), { maxLength: 2 }),
        settings: fc.jsonValue(),
        event: fc.jsonValue(),
      },
      { requiredKeys: ['textDocument', 'position', 'range'] },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);

const MESSAGE = fc.record({
  method: fc.constantFrom(
    ...requestHandlers.keys(),
    ...notificationHandlers.keys(),
    'no/such',
    '$/x',
  ),
  params: PARAMS,
});

describe('any messages', () => {
  it('get one answer each, and leave a server that answers', async () => {
    const { client } = await openFixture('several-missing');
    await fc.assert(
      fc.asyncProperty(fc.array(MESSAGE, { maxLength: 20 }), async (messages) => {
        const answered = messages.map(({ method, params }) => {
          if (notificationHandlers.has(method)) {
            client.notify(method, params);
            return Promise.resolve('told');
          }
          return client.request(method, params).then(
            () => 'answered',
            ({ code }: { code: unknown }) => (typeof code === 'number' ? 'refused' : 'broken'),
          );
        });
        expect(await Promise.all(answered)).not.toContain('broken');
        const alive = await client.request('workspace/symbol', { query: '' });
        expect(Array.isArray(alive)).toBe(true);
      }),
      { numRuns: 150 },
    );
    // A handler that throws is answered for, and is a fault all the same.
    expect(client.logged.filter((line) => line.includes(': error: '))).toEqual([]);
    expect(await client.stop()).toBe(0);
  });
});
