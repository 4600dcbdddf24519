import type { CodeLens, DocumentSymbol, InlayHint, Location } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { fixtureText, LOCK, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

const at = (file: string, line: number, character: number) => ({
  textDocument: { uri: uriOfFile(file) },
  position: { line, character },
});

function places(locations: unknown): readonly string[] {
  return (locations as Location[]).map(
    ({ uri, range }) =>
      `${uri.slice('file:///p/'.length)}:${range.start.line}:${range.start.character}`,
  );
}

describe('navigation', () => {
  it('goes from the manifest to the lock and back', async () => {
    const { client } = await openFixture('missing-for-a-transitive-package');
    const there = places(await client.request('textDocument/definition', at(MANIFEST, 8, 3)));
    expect(there).toEqual(['poetry.lock:3:8']);
    expect(places(await client.request('textDocument/definition', at(LOCK, 3, 9)))).toEqual([
      'pyproject.toml:8:0',
    ]);
    await client.stop();
  });

  it('goes from a requirement in the lock to its table, and from there to who brought it', async () => {
    const { client } = await openFixture('missing-for-a-transitive-package');
    const lines = fixtureText('missing-for-a-transitive-package', 'poetry.lock').split('\n');
    const requirement = lines.findIndex((line) => line.startsWith('printing ='));
    const table = lines.findIndex((line) => line === 'name = "printing"');
    expect(
      places(await client.request('textDocument/definition', at(LOCK, requirement, 1))),
    ).toEqual([`poetry.lock:${table}:8`]);
    expect(places(await client.request('textDocument/definition', at(LOCK, table, 10)))).toEqual([
      'pyproject.toml:8:0',
    ]);
    await client.stop();
  });

  it('finds a package in manifest, lock and Nix', async () => {
    const { client } = await openFixture('provided-by-the-project');
    const all = places(
      await client.request('textDocument/references', {
        ...at(MANIFEST, 8, 3),
        context: { includeDeclaration: true },
      }),
    );
    expect(all).toEqual(['pyproject.toml:8:0', 'poetry.lock:3:8', 'default.nix:5:4']);
    const fromNix = await client.request('textDocument/definition', at(NIX, 5, 6));
    expect(places(fromNix)).toEqual(['poetry.lock:3:8']);
    expect(places(await client.request('textDocument/implementation', at(LOCK, 3, 9)))).toEqual([
      'default.nix:5:4',
    ]);
    await client.stop();
  });

  it('answers with links where the client takes them', async () => {
    const { client } = await openFixture('healthy', {
      capabilities: { textDocument: { definition: { linkSupport: true } } },
    });
    expect(await client.request('textDocument/definition', at(MANIFEST, 8, 3))).toMatchObject([
      { targetUri: uriOfFile(LOCK) },
    ]);
    await client.stop();
  });

  it('leads nowhere from what is no package', async () => {
    const { client } = await openFixture('healthy');
    expect(await client.request('textDocument/definition', at(MANIFEST, 0, 2))).toEqual([]);
    expect(await client.request('textDocument/documentHighlight', at(MANIFEST, 0, 2))).toEqual([]);
    await client.stop();
  });
});

describe('what an editor shows beside the text', () => {
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

  it('hints at locked versions, and updates when the lock changes', async () => {
    const { client, fileSystem } = await openFixture('healthy', {
      capabilities: {
        workspace: { inlayHint: { refreshSupport: true }, codeLens: { refreshSupport: true } },
      },
    });
    const hints = async (): Promise<readonly unknown[]> => {
      const answer = await client.request('textDocument/inlayHint', {
        ...at(MANIFEST, 0, 0),
        range: whole,
      });
      return (answer as InlayHint[]).map(({ label, position }) => [label, position]);
    };
    expect(await hints()).toEqual([['7.2.0', { line: 8, character: 19 }]]);
    fileSystem.write(LOCK, fixtureText('healthy', 'poetry.lock').replaceAll('7.2.0', '7.2.1'));
    client.notify('workspace/didChangeWatchedFiles', { changes: [] });
    await client.settle();
    expect(client.asked.map(({ method }) => method)).toEqual([
      'workspace/inlayHint/refresh',
      'workspace/codeLens/refresh',
    ]);
    expect(await hints()).toEqual([['7.2.1', { line: 8, character: 19 }]]);
    await client.stop();
  });

  it('shows hints that are not turned off', async () => {
    const { client } = await openFixture('several-missing', {
      initializationOptions: { versionHints: false },
    });
    expect(
      await client.request('textDocument/inlayHint', { ...at(MANIFEST, 0, 0), range: whole }),
    ).toMatchObject([{ label: 'lacks cups' }, { label: 'lacks hatchling' }]);
    await client.stop();
  });

  it('has one lens where overrides are missing, which provides them all', async () => {
    const { client } = await openFixture('several-missing');
    const lenses = (await client.request(
      'textDocument/codeLens',
      at(MANIFEST, 0, 0),
    )) as CodeLens[];
    expect(lenses).toMatchObject([
      { range: { start: { line: 6 } }, command: { title: '2 packages need overrides' } },
    ]);
    await client.request('workspace/executeCommand', lenses[0]?.command);
    await client.settle();
    const [asked] = client.asked.filter(({ method }) => method === 'workspace/applyEdit');
    expect(JSON.stringify(asked?.params)).toContain('pkgs.cups');
    await client.stop();
  });

  it('has no lens where nothing is missing', async () => {
    const { client } = await openFixture('healthy');
    expect(await client.request('textDocument/codeLens', at(MANIFEST, 0, 0))).toEqual([]);
    await client.stop();
  });

  it('outlines dependencies and locked packages', async () => {
    const { client } = await openFixture('several-missing', {
      capabilities: {
        textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
      },
    });
    const manifest = (await client.request(
      'textDocument/documentSymbol',
      at(MANIFEST, 0, 0),
    )) as DocumentSymbol[];
    expect(
      manifest.map(({ name, children }) => [name, children?.map((child) => child.name)]),
    ).toEqual([
      ['dependencies', ['printing', 'tree-of-bk']],
      ['build-system', ['poetry-core']],
    ]);
    const lock = (await client.request(
      'textDocument/documentSymbol',
      at(LOCK, 0, 0),
    )) as DocumentSymbol[];
    expect(lock.map(({ name, detail }) => [name, detail])).toEqual([
      ['printing', '2.0.1'],
      ['tree-of-bk', '1.1'],
    ]);
    await client.stop();
  });

  it('folds, links and selects', async () => {
    const { client } = await openFixture('healthy');
    expect(await client.request('textDocument/foldingRange', at(MANIFEST, 0, 0))).toContainEqual({
      startLine: 6,
      endLine: 8,
    });
    expect(await client.request('textDocument/documentLink', at(LOCK, 0, 0))).toMatchObject([
      { target: 'https://pypi.org/project/pictures/' },
    ]);
    const [selection] = (await client.request('textDocument/selectionRange', {
      ...at(MANIFEST, 0, 0),
      positions: [{ line: 8, character: 14 }],
    })) as { range: object; parent?: object }[];
    expect(selection).toMatchObject({
      range: { start: { line: 8, character: 12 }, end: { line: 8, character: 18 } },
      parent: { range: { start: { line: 8, character: 11 }, end: { line: 8, character: 19 } } },
    });
    await client.stop();
  });
});
