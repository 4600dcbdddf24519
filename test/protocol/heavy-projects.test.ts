import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type {
  Diagnostic,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { TestClient, type ClientOptions } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureText, LOCK, MANIFEST, NIX } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { TestWorkers } from '../support/workers.ts';

const FIXTURE = 'missing-native-input';
const TEXTS = {
  manifest: fixtureText(FIXTURE, 'pyproject.toml'),
  lock: fixtureText(FIXTURE, 'poetry.lock'),
  nix: fixtureText(FIXTURE, 'default.nix'),
};
/** A lock that says the same and is too long to be read while others wait. */
const HEAVY_LOCK = TEXTS.lock + '# as long as many packages are\n'.repeat(20_000);

/** The manifest with another dependency, of which other things are to be said. */
const EDITED = TEXTS.manifest.replace('printing', 'pictures');

/** The line and character of the dependency that lacks something. */
const PLACE = [8, 1] as const;

const QUIET = '/q/pyproject.toml';

/** A heavy project at `/p` and a light one at `/q`, which say the same. */
function files(lock: string = HEAVY_LOCK): MemoryFileSystem {
  return new MemoryFileSystem({
    '/p/.git/HEAD': '',
    [MANIFEST]: TEXTS.manifest,
    [LOCK]: lock,
    [NIX]: TEXTS.nix,
    '/q/.git/HEAD': '',
    [QUIET]: TEXTS.manifest,
    '/q/poetry.lock': TEXTS.lock,
    '/q/default.nix': TEXTS.nix,
  });
}

interface Started {
  readonly client: TestClient;
  readonly workers: TestWorkers;
  readonly disk: MemoryFileSystem;
}

async function start(
  options: ClientOptions & { readonly lock?: string; readonly isHeld?: boolean } = {},
): Promise<Started> {
  const disk = files(options.lock);
  const workers = new TestWorkers(disk, fixtureKnowledge, options.isHeld);
  const client = await TestClient.start({
    fileSystem: disk,
    knowledge: fixtureKnowledge,
    folders: ['/p', '/q'],
    startWorker: workers.start,
    ...options,
  });
  return { client, workers, disk };
}

/** What a server says that does all in one thread. */
async function inOneThread(text = TEXTS.manifest): Promise<readonly Diagnostic[]> {
  const client = await TestClient.start({
    fileSystem: files(),
    knowledge: fixtureKnowledge,
    folders: ['/p', '/q'],
  });
  client.open(MANIFEST, text);
  const pushed = await pushedOf(client, MANIFEST);
  await client.stop();
  return pushed;
}

/** What is pushed of a file, once something is. */
async function pushedOf(client: TestClient, file: string): Promise<readonly Diagnostic[]> {
  await until(client, () => (client.pushed.get(uriOfFile(file)) ?? []).length > 0);
  return client.pushed.get(uriOfFile(file)) ?? [];
}

/** Until the manifest has these diagnostics. */
async function untilPushed(client: TestClient, wanted: readonly Diagnostic[]): Promise<void> {
  const text = JSON.stringify(wanted);
  await until(client, () => JSON.stringify(client.pushed.get(uriOfFile(MANIFEST))) === text);
}

async function until(client: TestClient, isSo: () => boolean): Promise<void> {
  for (let round = 0; round < 50 && !isSo(); round += 1) await client.settle();
  expect(isSo()).toBe(true);
}

function has<T>(list: readonly T[], isIt: (item: T) => boolean): boolean {
  return list.some(isIt);
}

describe('a heavy project', () => {
  it('keeps no other one waiting: those are answered before it is', async () => {
    const { client, workers } = await start({ isHeld: true });
    client.open(MANIFEST, TEXTS.manifest);
    client.open(QUIET, TEXTS.manifest);
    const order: string[] = [];
    const heavy = client.at('textDocument/hover', MANIFEST, ...PLACE).then((hover) => {
      order.push('heavy');
      return hover;
    });
    const light = await client.at('textDocument/hover', QUIET, ...PLACE);
    order.push('light');
    const told = await pushedOf(client, QUIET);
    expect(client.pushed.has(uriOfFile(MANIFEST))).toBe(false);
    workers.release();
    expect(await heavy).toEqual(light);
    expect(order).toEqual(['light', 'heavy']);
    expect(await pushedOf(client, MANIFEST)).toEqual(await inOneThread());
    expect(told.length).toBeGreaterThan(0);
    await client.stop();
  });

  it('has a worker, which ends with the server; others have none', async () => {
    const { client, workers } = await start();
    client.open(QUIET, TEXTS.manifest);
    await pushedOf(client, QUIET);
    expect(workers.starts).toHaveLength(0);
    client.open(MANIFEST, TEXTS.manifest);
    await pushedOf(client, MANIFEST);
    expect(workers.starts).toHaveLength(1);
    expect(workers.ends).toBe(0);
    await client.stop();
    expect(workers.ends).toBe(1);
  });

  it('is edited as any other', async () => {
    const { client } = await start();
    client.open(MANIFEST, TEXTS.manifest);
    await pushedOf(client, MANIFEST);
    client.replace(MANIFEST, 2, EDITED);
    await untilPushed(client, await inOneThread(EDITED));
    client.replace(MANIFEST, 3, TEXTS.manifest);
    await untilPushed(client, await inOneThread());
    client.open(LOCK, HEAVY_LOCK);
    client.notify('textDocument/didChange', {
      textDocument: { uri: uriOfFile(LOCK), version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '[' },
      ],
    });
    await until(client, () =>
      has(client.pushed.get(uriOfFile(LOCK)) ?? [], ({ code }) => code === 'invalid-toml'),
    );
    await client.stop();
  });

  it('is seen to change on the disk', async () => {
    const { client, disk } = await start();
    client.open(MANIFEST, TEXTS.manifest);
    await pushedOf(client, MANIFEST);
    disk.write(NIX, fixtureText('provided-by-the-project', 'default.nix'));
    client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOfFile(NIX), type: 2 }],
    });
    await until(client, () => (client.pushed.get(uriOfFile(MANIFEST)) ?? []).length === 0);
    await client.stop();
  });

  it('is seen to change in files that only the worker reads', async () => {
    const { client, disk } = await start();
    const needs = '/p/pyproject-nix-ls.needs.json';
    disk.write(needs, '{');
    client.open(MANIFEST, TEXTS.manifest);
    const before = JSON.stringify(await pushedOf(client, needs));
    disk.write(needs, '{"schemaVersion":99}');
    client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOfFile(needs), type: 2 }],
    });
    const now = (): string => JSON.stringify(client.pushed.get(uriOfFile(needs)));
    await until(client, () => now() !== before);
    expect(now()).toContain('schemaVersion');
    await client.stop();
  });

  it('says of a key what is so behind the last of several', async () => {
    const { client } = await start();
    client.open(MANIFEST, TEXTS.manifest);
    await pushedOf(client, MANIFEST);
    for (const [at, text] of ['broken = ', EDITED, TEXTS.manifest, EDITED].entries())
      client.replace(MANIFEST, at + 2, text);
    await untilPushed(client, await inOneThread(EDITED));
    await client.stop();
  });

  it('offers the same fixes', async () => {
    const { client } = await start();
    const actions = async (file: string): Promise<unknown> => {
      const uri = uriOfFile(file);
      const range = { start: { line: 8, character: 1 }, end: { line: 8, character: 1 } };
      const context = { diagnostics: [] };
      return client.request('textDocument/codeAction', { textDocument: { uri }, range, context });
    };
    client.open(MANIFEST, TEXTS.manifest);
    client.open(QUIET, TEXTS.manifest);
    const heavy = JSON.stringify(await actions(MANIFEST));
    expect(heavy.replaceAll('file:///p/', 'file:///q/')).toBe(JSON.stringify(await actions(QUIET)));
    expect(heavy).toContain('file:///p/default.nix');
    await client.stop();
  });

  it('gives up a request that is cancelled', async () => {
    const { client, workers } = await start({ isHeld: true });
    client.open(MANIFEST, TEXTS.manifest);
    const source = new CancellationTokenSource();
    const params = {
      textDocument: { uri: uriOfFile(MANIFEST) },
      position: { line: 8, character: 1 },
    };
    const answer = client.connection.sendRequest('textDocument/hover', params, source.token);
    await client.settle();
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
    workers.release();
    await client.stop();
  });

  it('has the settings of the client', async () => {
    const { client, workers } = await start({
      capabilities: { workspace: { configuration: true } },
      configuration: { ignoredPackages: ['printing'] },
    });
    await client.settle();
    client.open(MANIFEST, TEXTS.manifest);
    await client.settle();
    await until(client, () => workers.starts.length === 1);
    await client.settle();
    expect(workers.starts[0]?.configuration).toEqual({ ignoredPackages: ['printing'] });
    expect(client.pushed.get(uriOfFile(MANIFEST)) ?? []).toEqual([]);
    await client.stop();
  });
});

describe('a project that becomes heavy, and light again', () => {
  it('is told of all the time, and once', async () => {
    const { client, workers } = await start({ lock: TEXTS.lock });
    const pushes: number[] = [];
    client.connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      client.pushed.set(uri, diagnostics);
      if (uri === uriOfFile(MANIFEST)) pushes.push(diagnostics.length);
    });
    client.open(MANIFEST, TEXTS.manifest);
    client.open(LOCK, TEXTS.lock);
    const light = await pushedOf(client, MANIFEST);
    workers.hold();
    client.replace(LOCK, 2, HEAVY_LOCK);
    await client.settle();
    expect(client.pushed.get(uriOfFile(MANIFEST))).toEqual(light);
    workers.release();
    await client.settle();
    await client.settle();
    expect(workers.starts).toHaveLength(1);
    client.replace(LOCK, 3, TEXTS.lock);
    await client.settle();
    await client.settle();
    expect(client.pushed.get(uriOfFile(MANIFEST))).toEqual(light);
    // It was never taken back, and never said twice.
    expect(new Set(pushes)).toEqual(new Set([light.length]));
    const hover = await client.at('textDocument/hover', MANIFEST, ...PLACE);
    workers.hold();
    expect(await client.at('textDocument/hover', MANIFEST, ...PLACE)).toEqual(hover);
    await client.stop();
  });

  it('says what has changed meanwhile, of both', async () => {
    const { client } = await start({ lock: TEXTS.lock });
    client.open(MANIFEST, TEXTS.manifest);
    client.open(LOCK, TEXTS.lock);
    await pushedOf(client, MANIFEST);
    client.replace(LOCK, 2, HEAVY_LOCK);
    client.replace(MANIFEST, 2, EDITED);
    await untilPushed(client, await inOneThread(EDITED));
    client.replace(LOCK, 3, TEXTS.lock);
    client.replace(MANIFEST, 3, TEXTS.manifest);
    await untilPushed(client, await inOneThread());
    await client.stop();
  });
});

describe('a worker that ends by itself', () => {
  it('is started again, knows what is open, and the user is told once', async () => {
    const { client, workers } = await start();
    client.open(MANIFEST, TEXTS.manifest);
    const before = await pushedOf(client, MANIFEST);
    for (const round of [2, 3]) {
      workers.hold();
      const waiting = client.at('textDocument/hover', MANIFEST, ...PLACE);
      await client.settle();
      workers.crash('out of memory');
      expect(await waiting).toBeNull();
      workers.release();
      await until(client, () => workers.starts.length === round);
      client.replace(MANIFEST, round, `${TEXTS.manifest}\n# ${round}\n`);
      expect(await client.at('textDocument/hover', MANIFEST, ...PLACE)).not.toBeNull();
    }
    await client.settle();
    expect(client.pushed.get(uriOfFile(MANIFEST))).toEqual(before);
    expect(client.messages).toEqual([
      'pyproject-nix-ls: What reads the large files ended (out of memory), and was started again.',
    ]);
    await client.stop();
  });

  it('is not started for ever: its project is then not looked at until it is opened again', async () => {
    const { client, workers } = await start({ isHeld: true });
    client.open(MANIFEST, TEXTS.manifest);
    client.open(QUIET, TEXTS.manifest);
    for (const round of [1, 2, 3]) {
      await until(client, () => workers.starts.length === round);
      workers.crash('out of memory');
    }
    await client.settle();
    await client.settle();
    expect(workers.starts).toHaveLength(3);
    expect(client.messages.at(-1)).toMatch(/again and again \(out of memory\)/);
    expect(await client.at('textDocument/hover', MANIFEST, ...PLACE)).toBeNull();
    expect(await client.at('textDocument/hover', QUIET, ...PLACE)).not.toBeNull();
    workers.release();
    client.notify('textDocument/didClose', { textDocument: { uri: uriOfFile(MANIFEST) } });
    client.open(MANIFEST, TEXTS.manifest);
    await pushedOf(client, MANIFEST);
    await client.stop();
  });
});

describe('requests about the whole workspace', () => {
  it('find both kinds of project', async () => {
    const { client } = await start({ capabilities: { textDocument: { diagnostic: {} } } });
    const symbols = (await client.request('workspace/symbol', {
      query: 'printing',
    })) as WorkspaceSymbol[];
    const uris = new Set(symbols.map(({ location }) => location.uri));
    expect(uris).toEqual(new Set([MANIFEST, LOCK, QUIET, '/q/poetry.lock'].map(uriOfFile)));
    client.open(MANIFEST, TEXTS.manifest);
    const { items } = (await client.request('workspace/diagnostic', {
      previousResultIds: [],
    })) as WorkspaceDiagnosticReport;
    const said = items.filter((item) => item.kind === 'full' && item.items.length > 0);
    const manifests = said.map(({ uri }) => uri).filter((uri) => uri.endsWith('pyproject.toml'));
    expect(new Set(manifests)).toEqual(new Set([MANIFEST, QUIET].map(uriOfFile)));
    await client.stop();
  });
});

describe('diagnostics that are pulled', () => {
  it('wait for the worker, and are the same when nothing has changed', async () => {
    const { client } = await start({ capabilities: { textDocument: { diagnostic: {} } } });
    client.open(MANIFEST, TEXTS.manifest);
    const textDocument = { uri: uriOfFile(MANIFEST) };
    const first = (await client.request('textDocument/diagnostic', {
      textDocument,
    })) as DocumentDiagnosticReport;
    expect(first.kind === 'full' ? first.items : []).toEqual(await inOneThread());
    const previousResultId = first.resultId;
    const second = await client.request('textDocument/diagnostic', {
      textDocument,
      previousResultId,
    });
    expect(second).toMatchObject({ kind: 'unchanged' });
    client.replace(MANIFEST, 2, EDITED);
    const third = await client.request('textDocument/diagnostic', {
      textDocument,
      previousResultId,
    });
    expect(third).toMatchObject({ kind: 'full', items: await inOneThread(EDITED) });
    await client.stop();
  });
});

describe('the log of a build', () => {
  it('is told of in heavy projects too', async () => {
    const { client } = await start();
    client.open(MANIFEST, TEXTS.manifest);
    await pushedOf(client, MANIFEST);
    const log = [
      "error: builder for '/nix/store/00000000000000000000000000000000-python3.11-printing-1.0.drv' failed with exit code 1;",
      '       last 1 log lines:',
      '       > fatal error: cups/cups.h: No such file or directory',
      '',
    ].join('\n');
    const text = await client.request('workspace/executeCommand', {
      command: 'pyproject-nix-ls.explainLog',
      arguments: [uriOfFile(MANIFEST), log],
    });
    expect(text).toMatch(/printing/);
    await client.settle();
    await client.settle();
    expect(
      has(client.pushed.get(uriOfFile(MANIFEST)) ?? [], ({ message }) =>
        JSON.stringify(message).includes('failed'),
      ),
    ).toBe(true);
    await client.stop();
  });
});
