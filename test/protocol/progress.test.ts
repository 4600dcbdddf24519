import { CancellationTokenSource, type ResponseError } from 'vscode-jsonrpc/node';
import type { WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { field } from '../../server/protocol/decode.ts';
import { TestClient, type ClientOptions } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureText } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const PROJECTS = 60;
const OPENED = '/p/services/7/pyproject.toml';

/** A disk on which every file takes its time, so that there is a middle of looking at many. */
class SlowFileSystem extends MemoryFileSystem {
  override read(file: string): ReturnType<MemoryFileSystem['read']> {
    const until = performance.now() + 1;
    while (performance.now() < until);
    return super.read(file);
  }
}

/** A checkout of many projects, each of which lacks something, and one Nix file that they share. */
function monorepo(): MemoryFileSystem {
  const files: Record<string, string> = { '/p/.git/HEAD': '' };
  for (let index = 0; index < PROJECTS; index += 1) {
    const folder = `/p/services/${index}`;
    for (const name of ['pyproject.toml', 'poetry.lock', 'default.nix'])
      files[`${folder}/${name}`] = fixtureText('missing-native-input', name);
  }
  return new SlowFileSystem(files);
}

interface Progress {
  readonly token: string | number;
  readonly value: {
    readonly kind?: string;
    readonly message?: string;
    readonly items?: readonly { uri: string }[];
  };
}

async function start(
  options: ClientOptions = {},
): Promise<{ readonly client: TestClient; readonly progress: Progress[] }> {
  const client = await TestClient.start({
    fileSystem: monorepo(),
    knowledge: fixtureKnowledge,
    folders: ['/p'],
    capabilities: { textDocument: { diagnostic: {} } },
    ...options,
  });
  const progress: Progress[] = [];
  client.connection.onNotification('$/progress', (params) => {
    progress.push(params);
  });
  return { client, progress };
}

describe('a workspace of many projects', () => {
  it('is told of with progress on the token of the request', async () => {
    const { client, progress } = await start();
    const report = (await client.request('workspace/diagnostic', {
      previousResultIds: [],
      workDoneToken: 'mine',
    })) as WorkspaceDiagnosticReport;
    expect(report.items).toHaveLength(2 * PROJECTS);
    expect(new Set(progress.map(({ token }) => token))).toEqual(new Set(['mine']));
    expect(progress[0]?.value).toMatchObject({ kind: 'begin', cancellable: true });
    expect(progress.at(-1)?.value).toEqual({ kind: 'end', message: `${PROJECTS} projects` });
    await client.stop();
  });

  it('is told of with a token of our own where the client takes one', async () => {
    const { client, progress } = await start({
      capabilities: { textDocument: { diagnostic: {} }, window: { workDoneProgress: true } },
    });
    await client.request('workspace/diagnostic', { previousResultIds: [] });
    const [created] = client.asked.filter(
      ({ method }) => method === 'window/workDoneProgress/create',
    );
    const token = field(created?.params, 'token');
    expect(progress.map(({ value }) => value.kind)).toEqual(
      expect.arrayContaining(['begin', 'report', 'end']),
    );
    expect(new Set(progress.map((each) => each.token))).toEqual(new Set([token]));
    await client.stop();
  });

  it('is looked at in silence where the client takes no progress', async () => {
    const { client, progress } = await start();
    await client.request('workspace/diagnostic', { previousResultIds: [] });
    expect(progress).toEqual([]);
    expect(client.asked).toEqual([]);
    await client.stop();
  });

  it('comes in parts where the client takes parts', async () => {
    const { client, progress } = await start();
    const rest = (await client.request('workspace/diagnostic', {
      previousResultIds: [],
      partialResultToken: 7,
    })) as WorkspaceDiagnosticReport;
    expect(rest.items).toEqual([]);
    const uris = progress.flatMap(({ value }) => (value.items ?? []).map(({ uri }) => uri));
    expect(new Set(uris).size).toBe(2 * PROJECTS);
    expect(uris).toHaveLength(2 * PROJECTS);
    expect(progress.length).toBeGreaterThan(2);
    await client.stop();
  });

  it('lets other requests through', async () => {
    const { client } = await start();
    const order: string[] = [];
    const scan = client
      .request('workspace/diagnostic', { previousResultIds: [] })
      .then(() => order.push('scan'));
    client.open(OPENED, fixtureText('missing-native-input', 'pyproject.toml'));
    await client.at('textDocument/hover', OPENED, 8, 2);
    order.push('hover');
    await scan;
    expect(order).toEqual(['hover', 'scan']);
    await client.stop();
  });

  it('is left when the request is cancelled in the middle', async () => {
    const { client, progress } = await start();
    const source = new CancellationTokenSource();
    const params = { query: 'printing', workDoneToken: 'mine' };
    const answer = client.connection.sendRequest('workspace/symbol', params, source.token);
    const code = answer.then(
      () => 0,
      (error: ResponseError) => error.code,
    );
    await client.at('textDocument/hover', OPENED, 8, 2);
    source.cancel();
    expect(await code).toBe(-32800);
    expect(looked(progress)).toBeLessThan(PROJECTS);
    await client.stop();
  });

  it('is left when the user cancels its progress, and not asked for again', async () => {
    const { client, progress } = await start();
    const params = { previousResultIds: [], workDoneToken: 'mine' };
    const error = client.request('workspace/diagnostic', params).then(
      () => null,
      ({ code, data }: ResponseError) => ({ code, data }),
    );
    await client.at('textDocument/hover', OPENED, 8, 2);
    client.notify('window/workDoneProgress/cancel', { token: 'another' });
    client.notify('window/workDoneProgress/cancel', { token: 'mine' });
    expect(await error).toEqual({ code: -32802, data: { retriggerRequest: false } });
    expect(looked(progress)).toBeLessThan(PROJECTS);
    await client.stop();
  });

  it('is left at shutdown', async () => {
    const { client } = await start();
    const code = client
      .request('workspace/diagnostic', { previousResultIds: [] })
      .then(() => 0)
      .catch((error: ResponseError) => error.code);
    await client.at('textDocument/hover', OPENED, 8, 2);
    expect(await client.stop()).toBe(0);
    expect(await code).toBe(-32800);
  });
});

/** How many projects the last message of a progress tells of. */
function looked(progress: readonly Progress[]): number {
  return Number.parseInt(progress.at(-1)?.value.message ?? '', 10);
}
