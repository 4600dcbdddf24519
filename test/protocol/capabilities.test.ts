import type {
  ClientCapabilities,
  CompletionItem,
  CompletionList,
  Hover,
  SymbolInformation,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { TestClient } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles, MANIFEST, openFixture } from '../support/fixture-project.ts';

/** A manifest in which a package is being typed at line 2, column 3. */
const TYPING = '[tool.poetry]\n[tool.poetry.dependencies]\npic\n';

/** The one completion there, as a client with these capabilities gets it, resolved. */
async function completed(
  completionItem: NonNullable<
    NonNullable<ClientCapabilities['textDocument']>['completion']
  >['completionItem'],
): Promise<CompletionItem> {
  const client = await TestClient.start({
    fileSystem: fixtureFiles('healthy'),
    knowledge: fixtureKnowledge,
    capabilities: { textDocument: { completion: { completionItem: completionItem ?? {} } } },
  });
  client.open(MANIFEST, TYPING);
  const list = (await client.at('textDocument/completion', MANIFEST, 2, 3)) as CompletionList;
  expect(list.items.map(({ label }) => label)).toEqual(['pictures']);
  const [item] = list.items;
  const resolved = (await client.request('completionItem/resolve', item)) as CompletionItem;
  await client.stop();
  return resolved;
}

describe('a completion', () => {
  it('is plain for a client that can do nothing else', async () => {
    const item = await completed({});
    expect(item.textEdit?.newText).toBe('pictures = "^7.2.0"');
    expect(item.insertTextFormat).toBeUndefined();
    expect(item.detail).toContain('7.2.0 · native: ');
    expect(item.labelDetails).toBeUndefined();
    expect(item.documentation).toMatchObject({ kind: 'plaintext' });
  });

  it('selects the constraint for a client that takes snippets', async () => {
    const item = await completed({ snippetSupport: true });
    expect(item.textEdit?.newText).toBe('pictures = "${1:^7.2.0}"');
    expect(item.insertTextFormat).toBe(2);
  });

  it('shows its badge in the list of a client that has a place for it', async () => {
    const item = await completed({ labelDetailsSupport: true });
    expect(item.labelDetails?.description).toContain('7.2.0 · native: ');
    expect(item.detail).toBeUndefined();
  });

  it('is documented in Markdown for a client that takes it', async () => {
    const item = await completed({ documentationFormat: ['markdown', 'plaintext'] });
    expect(item.documentation).toMatchObject({
      kind: 'markdown',
      value: expect.stringContaining('Locked at 7.2.0.  \nNative libraries: '),
    });
  });
});

/** The list at line 2, column 3, for a client that takes these defaults. */
async function listedFor(
  itemDefaults: string[],
): Promise<{ readonly client: TestClient; readonly list: CompletionList }> {
  const client = await TestClient.start({
    fileSystem: fixtureFiles('healthy'),
    knowledge: fixtureKnowledge,
    capabilities: {
      textDocument: {
        completion: {
          completionList: { itemDefaults },
          completionItem: { snippetSupport: true },
        },
      },
    },
  });
  client.open(MANIFEST, TYPING);
  const list = (await client.at('textDocument/completion', MANIFEST, 2, 3)) as CompletionList;
  return { client, list };
}

describe('a list of completions', () => {
  const editRange = { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } };
  const data = { uri: uriOfFile(MANIFEST), position: { line: 2, character: 3 } };

  it('tells a client that takes defaults once what all items have in common', async () => {
    const { client, list } = await listedFor(['editRange', 'data']);
    const [item] = list.items;
    expect(list.itemDefaults).toEqual({ editRange, data });
    expect(item).toMatchObject({
      label: 'pictures',
      insertTextFormat: 2,
      textEditText: 'pictures = "${1:^7.2.0}"',
    });
    expect(item).not.toHaveProperty('textEdit');
    expect(item).not.toHaveProperty('data');
    // The client puts the list's `data` into the item that it asks about (LSP 3.17, CompletionList).
    const resolved = await client.request('completionItem/resolve', { ...item, data });
    expect((resolved as CompletionItem).documentation).toBeDefined();
    await client.stop();
  });

  it('leaves the text out where it is the label', async () => {
    const { client } = await listedFor(['editRange', 'data']);
    client.replace(MANIFEST, 2, TYPING.replace('pic', 'pic = "*"'));
    const list = (await client.at('textDocument/completion', MANIFEST, 2, 3)) as CompletionList;
    expect(list.items.map(({ label }) => label)).toEqual(['pictures']);
    expect(list.items[0]).not.toHaveProperty('textEditText');
    expect(list.items[0]).not.toHaveProperty('insertText');
    await client.stop();
  });

  it('tells each item all to a client that takes none, or not all of them', async () => {
    for (const defaults of [[], ['editRange'], ['data', 'insertTextFormat']]) {
      const { client, list } = await listedFor(defaults);
      expect(list.itemDefaults).toBeUndefined();
      expect(list.items).toMatchObject([
        { data, textEdit: { range: editRange, newText: 'pictures = "${1:^7.2.0}"' } },
      ]);
      await client.stop();
    }
  });
});

/** What a hover says to a client that shows these formats. */
async function hover(contentFormat: ('markdown' | 'plaintext')[]): Promise<unknown> {
  const { client } = await openFixture('healthy', {
    capabilities: { textDocument: { hover: { contentFormat } } },
  });
  const found = (await client.at('textDocument/hover', MANIFEST, 8, 2)) as Hover;
  await client.stop();
  return found.contents;
}

/** How a client with these capabilities is offered renames. */
async function offered(capabilities: ClientCapabilities): Promise<unknown> {
  const client = new TestClient({});
  const { capabilities: server } = await client.initialize({ capabilities });
  await client.stop();
  return server.renameProvider;
}

describe('an answer', () => {
  it('is a flat list of symbols for a client that has no outline', async () => {
    const { client } = await openFixture('several-missing');
    const symbols = (await client.request('textDocument/documentSymbol', {
      textDocument: { uri: uriOfFile(MANIFEST) },
    })) as SymbolInformation[];
    expect(symbols.map(({ name, containerName }) => [containerName, name])).toContainEqual([
      'dependencies',
      'printing',
    ]);
    expect(symbols[0]?.location.uri).toBe(uriOfFile(MANIFEST));
    await client.stop();
  });

  it('says of a symbol of the workspace in which file it is, and what stands there', async () => {
    const { client } = await openFixture('several-missing');
    const symbols = (await client.request('workspace/symbol', {
      query: 'printing',
    })) as WorkspaceSymbol[];
    expect(symbols.map(({ name, containerName }) => `${name} in ${containerName}`)).toEqual([
      'printing in pyproject.toml: ^2.0',
      'printing in poetry.lock: 2.0.1',
    ]);
    await client.stop();
  });

  it('is a hover in the format that the client shows', async () => {
    expect(await hover(['markdown', 'plaintext'])).toMatchObject({
      kind: 'markdown',
      value: expect.stringContaining('**pictures 7.2.0**'),
    });
    const plain = await hover(['plaintext']);
    expect(plain).toMatchObject({ kind: 'plaintext' });
    expect(JSON.stringify(plain)).not.toContain('**');
  });

  it('offers to prepare a rename only to a client that asks for it', async () => {
    expect(await offered({})).toBe(true);
    expect(await offered({ textDocument: { rename: { prepareSupport: true } } })).toEqual({
      prepareProvider: true,
    });
  });
});
