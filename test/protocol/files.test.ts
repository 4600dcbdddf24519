import { describe, expect, it } from 'vitest';
import { field } from '../../server/protocol/decode.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { TestClient, type ClientOptions } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import {
  fixtureFiles,
  fixtureText,
  LOCK,
  MANIFEST,
  NIX,
  openFixture,
} from '../support/fixture-project.ts';

function codes(client: TestClient, uri: string): readonly unknown[] {
  return (client.pushed.get(uri) ?? []).map(({ code }) => code);
}

const WATCHES: ClientOptions['capabilities'] = {
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
};

/** The patterns that are registered now, in order. */
function watched(client: TestClient): readonly unknown[] {
  const registered = new Map<unknown, readonly unknown[]>();
  for (const { method, params } of client.asked) {
    const list = field(params, 'registrations') ?? field(params, 'unregisterations');
    for (const each of Array.isArray(list) ? list : [])
      if (method === 'client/unregisterCapability') registered.delete(field(each, 'id'));
      else registered.set(field(each, 'id'), watchersOf(each));
  }
  return [...registered.values()].flat();
}

function watchersOf(registration: unknown): readonly unknown[] {
  const watchers = field(field(registration, 'registerOptions'), 'watchers');
  return (Array.isArray(watchers) ? watchers : []).map((each) => field(each, 'globPattern'));
}

describe('file watchers', () => {
  it('are for manifests, locks and pins by name, and for the Nix files of known projects', async () => {
    const { client } = await openFixture('healthy', { capabilities: WATCHES });
    const patterns = watched(client);
    expect(patterns).toContain('**/{pyproject.toml,Pipfile,uv.toml,flake.lock,devenv.lock}');
    expect(patterns).toContain('**/{poetry.lock,uv.lock,pdm.lock,pylock.toml,Pipfile.lock}');
    expect(patterns).toContain('/p/*.nix');
    for (const pattern of patterns) expect(pattern).not.toMatch(/\*\*\/\*(?:\.\w+)?$/);
    await client.stop();
  });

  it('are relative to a folder where the client takes that', async () => {
    const { client } = await openFixture('healthy', {
      capabilities: {
        workspace: {
          didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
        },
      },
    });
    expect(watched(client)).toContainEqual({ baseUri: 'file:///p', pattern: '*.nix' });
    await client.stop();
  });

  it('follow the projects that are open', async () => {
    const { client, fileSystem } = await openFixture('healthy', { capabilities: WATCHES });
    fileSystem.write('/q/[x]/pyproject.toml', fixtureText('healthy', 'pyproject.toml'));
    client.open('/q/[x]/pyproject.toml', fixtureText('healthy', 'pyproject.toml'));
    await client.settle();
    expect(watched(client)).toEqual(expect.arrayContaining(['/p/*.nix', '/q/?x?/*.nix']));
    for (const file of [MANIFEST, '/q/[x]/pyproject.toml'])
      client.notify('textDocument/didClose', { textDocument: { uri: uriOfFile(file) } });
    await client.settle();
    expect(watched(client).filter((pattern) => String(pattern).endsWith('*.nix'))).toEqual([]);
    await client.stop();
  });

  it('are not asked for where the client has none', async () => {
    const { client } = await openFixture('healthy');
    expect(client.asked).toEqual([]);
    await client.stop();
  });
});

describe('files that come and go', () => {
  for (const method of ['didCreateFiles', 'didRenameFiles', 'didDeleteFiles'])
    it(`are looked for on ${method}`, async () => {
      const { client, fileSystem } = await openFixture('missing-native-input');
      expect(codes(client, uriOfFile(MANIFEST))).toEqual(['missing-native-input']);
      fileSystem.remove(NIX);
      client.notify(`workspace/${method}`, { files: [] });
      await client.settle();
      expect(codes(client, uriOfFile(MANIFEST))).toEqual([]);
      await client.stop();
    });

  it('take the diagnostics of their project along when the manifest goes', async () => {
    const client = await startAt('missing-native-input');
    client.open(LOCK, fixtureText('missing-native-input', 'poetry.lock'));
    await client.settle();
    const before = [...client.pushed].filter(([, diagnostics]) => diagnostics.length > 0);
    expect(before.map(([uri]) => uri)).toContain(uriOfFile(LOCK));
    client.fileSystem.remove(MANIFEST);
    client.notify('workspace/didDeleteFiles', { files: [{ uri: uriOfFile(MANIFEST) }] });
    await client.settle();
    const after = [...client.pushed].filter(([, diagnostics]) => diagnostics.length > 0);
    expect(after).toEqual([]);
    await client.stop();
  });

  it('are told of to a client that pulls', async () => {
    const client = await startAt('missing-native-input', {
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { diagnostics: { refreshSupport: true } },
      },
    });
    client.open(LOCK, fixtureText('missing-native-input', 'poetry.lock'));
    const pull = () =>
      client.request('textDocument/diagnostic', { textDocument: { uri: uriOfFile(LOCK) } });
    expect(await pull()).toMatchObject({ items: [{ code: 'missing-native-input' }] });
    client.fileSystem.remove(MANIFEST);
    client.notify('workspace/didDeleteFiles', { files: [{ uri: uriOfFile(MANIFEST) }] });
    await client.settle();
    expect(client.asked.map(({ method }) => method)).toContain('workspace/diagnostic/refresh');
    expect(await pull()).toMatchObject({ kind: 'full', items: [] });
    await client.stop();
  });

  it('may be a file that is opened alone, without any folder', async () => {
    const client = await startAt('missing-native-input', { folders: [] });
    client.open(MANIFEST, fixtureText('missing-native-input', 'pyproject.toml'));
    await client.settle();
    expect(codes(client, uriOfFile(MANIFEST))).toEqual(['missing-native-input']);
    await client.stop();
  });
});

type ClientWithFiles = TestClient & { readonly fileSystem: ReturnType<typeof fixtureFiles> };

/** A client of a fixture that has nothing open. */
async function startAt(name: string, options: ClientOptions = {}): Promise<ClientWithFiles> {
  const fileSystem = fixtureFiles(name);
  const client = await TestClient.start({
    fileSystem,
    knowledge: fixtureKnowledge,
    folders: ['/p'],
    ...options,
  });
  return Object.assign(client, { fileSystem });
}

describe('workspace folders', () => {
  it('come and go', async () => {
    const client = await startAt('missing-native-input', {
      folders: [],
      capabilities: { textDocument: { diagnostic: {} } },
    });
    const all = async (): Promise<readonly unknown[]> => {
      const report = await client.request('workspace/diagnostic', { previousResultIds: [] });
      const items = field(report, 'items');
      return Array.isArray(items) ? items.map((item) => field(item, 'uri')) : [];
    };
    const folder = { uri: uriOfFile('/p'), name: 'p' };
    expect(await all()).toEqual([]);
    const change = (event: object): void =>
      client.notify('workspace/didChangeWorkspaceFolders', { event });
    change({ added: [folder], removed: [] });
    expect(await all()).toContain(uriOfFile(MANIFEST));
    change({ added: [], removed: [folder] });
    expect(await all()).toEqual([]);
    await client.stop();
  });
});

describe('a client that takes related documents', () => {
  it('is told of the other files along with the one that it asks for, once', async () => {
    const { client } = await openFixture('missing-native-input', {
      capabilities: { textDocument: { diagnostic: { relatedDocumentSupport: true } } },
    });
    const pull = async (file: string): Promise<unknown> => {
      const params = { textDocument: { uri: uriOfFile(file) } };
      return field(await client.request('textDocument/diagnostic', params), 'relatedDocuments');
    };
    expect(await pull(LOCK)).toMatchObject({
      [uriOfFile(MANIFEST)]: { kind: 'full', items: [{ code: 'missing-native-input' }] },
    });
    expect(await pull(LOCK)).toBeUndefined();
    client.open(NIX, fixtureText('provided-by-the-project', 'default.nix'), 'nix');
    expect(await pull(LOCK)).toMatchObject({ [uriOfFile(MANIFEST)]: { kind: 'full', items: [] } });
    expect(await pull(LOCK)).toBeUndefined();
    await client.stop();
  });

  it('is not where it does not say so', async () => {
    const { client } = await openFixture('missing-native-input', {
      capabilities: { textDocument: { diagnostic: {} } },
    });
    const params = { textDocument: { uri: uriOfFile(LOCK) } };
    const report = await client.request('textDocument/diagnostic', params);
    expect(field(report, 'relatedDocuments')).toBeUndefined();
    await client.stop();
  });
});
