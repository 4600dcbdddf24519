import type {
  DocumentHighlight,
  DocumentLink,
  TextDocumentEdit,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { TestClient } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles, LOCK, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

const at = (line: number, character: number) => ({
  textDocument: { uri: uriOfFile(MANIFEST) },
  position: { line, character },
});

describe('a rename', () => {
  const manifest =
    '[tool.poetry]\nname = "a"\n[tool.poetry.group.old.dependencies]\n[tool.poetry.group.b]\ninclude-groups = ["old"]\n';

  it('of a group changes all that name it, with the version that it is made for', async () => {
    const client = await TestClient.start({
      fileSystem: fixtureFiles('healthy'),
      capabilities: {
        workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
      },
    });
    client.open(MANIFEST, manifest);
    client.replace(MANIFEST, 4, manifest);
    expect(await client.request('textDocument/prepareRename', at(2, 20))).toEqual({
      range: { start: { line: 2, character: 19 }, end: { line: 2, character: 22 } },
      placeholder: 'old',
    });
    const edit = (await client.request('textDocument/rename', {
      ...at(2, 20),
      newName: 'new',
    })) as WorkspaceEdit;
    const [change] = (edit.documentChanges ?? []) as TextDocumentEdit[];
    expect(change?.textDocument).toEqual({ uri: uriOfFile(MANIFEST), version: 4 });
    expect(change?.edits.map((each) => 'range' in each && each.range.start.line)).toEqual([2, 4]);
    const [annotation] = Object.values(edit.changeAnnotations ?? {});
    expect(annotation).toEqual({ label: 'Rename old to new', needsConfirmation: false });
    expect(change?.edits[0]).toHaveProperty('annotationId');
    await client.stop();
  });

  it('to what is no name is refused', async () => {
    const client = await TestClient.start({ fileSystem: fixtureFiles('healthy') });
    client.open(MANIFEST, manifest);
    await expect(
      client.request('textDocument/rename', { ...at(2, 20), newName: 'a b' }),
    ).rejects.toMatchObject({ code: -32602 });
    expect(await client.request('textDocument/prepareRename', at(0, 2))).toBeNull();
    await client.stop();
  });

  it('of a dependency changes the Nix file too', async () => {
    const { client } = await openFixture('provided-by-the-project');
    const edit = (await client.request('textDocument/rename', {
      ...at(8, 3),
      newName: 'painting',
    })) as WorkspaceEdit;
    expect(Object.keys(edit.changes ?? {})).toEqual(
      expect.arrayContaining([uriOfFile(MANIFEST), uriOfFile(NIX)]),
    );
    await client.stop();
  });
});

describe('a name', () => {
  it('is highlighted where it stands in the document', async () => {
    const { client } = await openFixture('healthy');
    const found = (await client.request(
      'textDocument/documentHighlight',
      at(8, 2),
    )) as DocumentHighlight[];
    expect(found.map(({ range }) => range.start)).toEqual([{ line: 8, character: 0 }]);
    await client.stop();
  });

  it('is found in manifest, lock and Nix of the workspace', async () => {
    const { client } = await openFixture('provided-by-the-project');
    const search = async (query: string): Promise<readonly unknown[]> => {
      const found = (await client.request('workspace/symbol', { query })) as WorkspaceSymbol[];
      return found.map(({ name, location }) => [name, location.uri]);
    };
    expect(await search('PRINT')).toEqual([
      ['printing', uriOfFile(MANIFEST)],
      ['printing', uriOfFile(LOCK)],
      ['printing', uriOfFile(NIX)],
    ]);
    expect(await search('no such name')).toEqual([]);
    await client.stop();
  });
});

describe('positions', () => {
  const text = '[project]\nname = "a"\ndependencies = ["\u00e9\u{1F600}", "printing"]\n';
  const before = 'dependencies = ["\u00e9\u{1F600}", "';

  it.each([
    [['utf-8', 'utf-16'], 'utf-8', Buffer.byteLength(before)],
    [['utf-32'], 'utf-32', [...before].length],
    [['utf-16', 'utf-8'], 'utf-16', before.length],
    [[], 'utf-16', before.length],
    [undefined, 'utf-16', before.length],
  ] as const)(
    'of a client that offers %j are counted in %s',
    async (offered, chosen, character) => {
      const client = new TestClient({
        fileSystem: fixtureFiles('healthy'),
        knowledge: fixtureKnowledge,
      });
      const { capabilities } = await client.initialize({
        capabilities: offered === undefined ? {} : { general: { positionEncodings: [...offered] } },
      });
      expect(capabilities.positionEncoding).toBe(chosen);
      client.open(MANIFEST, text);
      const links = (await client.request('textDocument/documentLink', {
        textDocument: { uri: uriOfFile(MANIFEST) },
      })) as DocumentLink[];
      expect(links.map(({ range }) => range.start)).toEqual([{ line: 2, character }]);
      const end = character + 'printing'.length;
      client.notify('textDocument/didChange', {
        textDocument: { uri: uriOfFile(MANIFEST), version: 2 },
        contentChanges: [
          {
            range: { start: { line: 2, character }, end: { line: 2, character: end } },
            text: 'pictures',
          },
        ],
      });
      expect(
        await client.request('textDocument/documentLink', {
          textDocument: { uri: uriOfFile(MANIFEST) },
        }),
      ).toMatchObject([{ target: 'https://pypi.org/project/pictures/' }]);
      await client.stop();
    },
  );
});
