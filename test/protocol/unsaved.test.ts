import type { CodeAction, Hover, InlayHint } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { TestClient } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles } from '../support/fixture-project.ts';

function codes(client: TestClient, uri: string): readonly unknown[] {
  return (client.pushed.get(uri) ?? []).map(({ code }) => code);
}

const UNTITLED = 'untitled:Untitled-1';

/** A client that has one buffer open. */
const open = async (text: string, languageId = 'toml', uri = UNTITLED): Promise<TestClient> => {
  const client = await TestClient.start({
    fileSystem: fixtureFiles('healthy'),
    knowledge: fixtureKnowledge,
    folders: ['/p'],
    capabilities: {
      textDocument: {
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
    },
  });
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId, version: 1, text },
  });
  await client.settle();
  return client;
};
const place = (line: number, character: number, uri = UNTITLED) => ({
  textDocument: { uri },
  position: { line, character },
  range: { start: { line, character }, end: { line, character } },
  context: { diagnostics: [] },
});

describe('a buffer that is in no file', () => {
  it('has what can be said of a manifest alone, and nothing of a lock', async () => {
    const text =
      '[tool.poetry]\nname = "x"\nversion = "1"\ndescription = ""\nauthors = []\nreadme = "README.md"\n[tool.poetry.dependencies]\npictures = "^7.1"\nother = "^^1"\n';
    const client = await open(text);
    expect(codes(client, UNTITLED)).toEqual(['invalid-constraint']);
    const hover = (await client.request('textDocument/hover', place(7, 2))) as Hover;
    expect(JSON.stringify(hover.contents)).toContain('pictures');
    expect((await client.request('textDocument/codeAction', place(7, 2))) as CodeAction[]).toEqual(
      [],
    );
    const hints = await client.request('textDocument/inlayHint', place(0, 0));
    expect(hints as InlayHint[]).toEqual([]);
    await client.stop();
  });

  it('becomes a manifest while it is written, and is forgotten when it closes', async () => {
    const client = await open('');
    expect(codes(client, UNTITLED)).toEqual([]);
    client.notify('textDocument/didChange', {
      textDocument: { uri: UNTITLED, version: 2 },
      contentChanges: [{ text: '[project]\nname = "x"\ndependencies = ["y >> 1"]\n' }],
    });
    await client.settle();
    expect(codes(client, UNTITLED)).not.toEqual([]);
    client.notify('textDocument/didClose', { textDocument: { uri: UNTITLED } });
    await client.settle();
    expect(codes(client, UNTITLED)).toEqual([]);
    expect(await client.request('textDocument/hover', place(1, 1))).toBeNull();
    await client.stop();
  });

  it('has nothing where it is not TOML, or has a file that has another text', async () => {
    const text = '[project]\nname = "x"\ndependencies = ["y >> 1"]\n';
    for (const [language, uri] of [
      ['nix', UNTITLED],
      ['plaintext', UNTITLED],
      ['toml', 'git:/p/pyproject.toml?%7B%22ref%22%3A%22HEAD%22%7D'],
      ['toml', 'vscode-vfs://github/o/r/pyproject.toml'],
    ] as const) {
      const client = await open(text, language, uri);
      expect(client.pushes).toBe(0);
      expect(await client.request('textDocument/hover', place(2, 18, uri))).toBeNull();
      expect(await client.request('textDocument/documentSymbol', place(0, 0, uri))).toEqual([]);
      await client.stop();
    }
  });
});
