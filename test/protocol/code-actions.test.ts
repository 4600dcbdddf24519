import type {
  ClientCapabilities,
  CodeAction,
  Diagnostic,
  Range,
  TextDocumentEdit,
} from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { Positions } from '../../server/protocol/positions.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { applyEdits, SourceText } from '../../server/text.ts';
import { TestClient } from '../support/client.ts';
import { fixtureText, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';

const LITERALS = { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } };
const EDITS: ClientCapabilities = {
  textDocument: { codeAction: LITERALS },
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
};
const LAZY: ClientCapabilities = {
  ...EDITS,
  textDocument: {
    codeAction: { ...LITERALS, dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
};

const CURSOR = { start: { line: 8, character: 2 }, end: { line: 8, character: 2 } };

/** Line and character of the start, then those of the end. */
type Corners = [number, number, number, number];

async function actions(
  client: TestClient,
  context: object = {},
  range: Range = CURSOR,
): Promise<CodeAction[]> {
  const answer = await client.request('textDocument/codeAction', {
    textDocument: { uri: uriOfFile(MANIFEST) },
    range,
    context: { diagnostics: client.pushed.get(uriOfFile(MANIFEST)) ?? [], ...context },
  });
  return answer as CodeAction[];
}

/** The text after the edits of one file. */
function applied(text: string, { edits }: TextDocumentEdit): string {
  const positions = new Positions('utf-16');
  const source = new SourceText(text);
  return applyEdits(
    text,
    edits.flatMap((edit) =>
      'newText' in edit
        ? [{ span: positions.spanOf(source, edit.range), newText: edit.newText }]
        : [],
    ),
  );
}

function documentEdits(action: CodeAction | undefined): TextDocumentEdit[] {
  return (action?.edit?.documentChanges ?? []).filter((change) => 'edits' in change);
}

/** Titles of what is offered in a project without a Nix file. */
async function offeredWithoutNix(capabilities: ClientCapabilities): Promise<readonly string[]> {
  const { client, fileSystem } = await openFixture('missing-native-input', { capabilities });
  fileSystem.remove(NIX);
  client.notify('workspace/didChangeWatchedFiles', { changes: [] });
  const found = await actions(client);
  await client.stop();
  return found.map(({ title }) => title);
}

describe('code actions', () => {
  it('are bound to the diagnostic, and the first is preferred', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: EDITS });
    const [first, ...others] = await actions(client);
    expect(first).toMatchObject({
      title: 'Provide cups to printing in default.nix',
      kind: 'quickfix',
      isPreferred: true,
    });
    expect(first?.diagnostics?.map(({ code }: Diagnostic) => code)).toEqual([
      'missing-native-input',
    ]);
    expect(others.filter(({ isPreferred }) => isPreferred)).toEqual([]);
    await client.stop();
  });

  it('remove their diagnostic while the Nix file is unsaved, and leave nothing to do twice', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: EDITS });
    const [first] = await actions(client);
    const [edit] = documentEdits(first);
    expect(edit?.textDocument).toEqual({ uri: uriOfFile(NIX), version: null });
    if (edit === undefined) throw new Error('no edit');
    const before = fixtureText('missing-native-input', 'default.nix');
    client.open(NIX, applied(before, edit), 'nix');
    await client.settle();
    expect(client.pushed.get(uriOfFile(MANIFEST))).toEqual([]);
    expect(await actions(client, { only: ['quickfix'] })).toEqual([]);
    await client.stop();
  });

  it('carry the version of what is open', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: EDITS });
    client.open(NIX, fixtureText('missing-native-input', 'default.nix'), 'nix');
    client.replace(NIX, 7, `\n${fixtureText('missing-native-input', 'default.nix')}`);
    const [first] = await actions(client);
    expect(documentEdits(first)[0]?.textDocument.version).toBe(7);
    await client.stop();
  });

  it('come as plain changes where a client knows nothing else', async () => {
    const { client } = await openFixture('missing-native-input', {
      capabilities: { textDocument: { codeAction: LITERALS } },
    });
    const [first] = await actions(client);
    expect(Object.keys(first?.edit?.changes ?? {})).toEqual([uriOfFile(NIX)]);
    await client.stop();
  });

  it('are resolved when chosen, against the text as it is then', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: LAZY });
    const [first] = await actions(client);
    expect(first?.edit).toBeUndefined();
    const resolved = (await client.request('codeAction/resolve', first)) as CodeAction;
    expect(documentEdits(resolved)).toHaveLength(1);
    client.open(NIX, fixtureText('provided-by-the-project', 'default.nix'), 'nix');
    await expect(client.request('codeAction/resolve', first)).rejects.toMatchObject({
      code: -32801,
    });
    await client.stop();
  });

  it('are of the kinds that are asked for', async () => {
    const { client } = await openFixture('several-missing', { capabilities: EDITS });
    const kinds = async (only?: readonly string[]): Promise<readonly unknown[]> => [
      ...new Set((await actions(client, { only })).map(({ kind }) => kind)),
    ];
    expect(await kinds()).toEqual(['quickfix', 'refactor.rewrite']);
    expect(await kinds(['source.fixAll'])).toEqual(['source.fixAll.pyproject-nix-ls']);
    expect(await kinds(['source'])).toEqual(['source.fixAll.pyproject-nix-ls']);
    expect(await kinds(['quickfix'])).toEqual(['quickfix']);
    expect(await kinds(['refactor.extract'])).toEqual([]);
    await client.stop();
  });

  it('are those of the first that stands in a selection, or behind a cursor on its line', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: EDITS });
    const text = fixtureText('missing-native-input', 'pyproject.toml');
    client.replace(MANIFEST, 2, text.replace('printing', '  printing'));
    await client.settle();
    const titles = async (...[line, character, endLine, endCharacter]: Corners) => {
      const end = { line: endLine, character: endCharacter };
      const range = { start: { line, character }, end };
      const found = await actions(client, { only: ['refactor'] }, range);
      return found.map(({ title }) => title);
    };
    const expected = await titles(8, 2, 8, 2);
    expect(expected).toContain('Show what printing needs for uv2nix');
    expect(await titles(8, 0, 9, 0)).toEqual(expected);
    expect(await titles(8, 0, 8, 0)).toEqual(expected);
    expect(await titles(9, 0, 9, 0)).toEqual([]);
    expect(await titles(7, 17, 9, 0)).toEqual(expected);
    await client.stop();
  });

  it('create a file only where the client can', async () => {
    const title = 'Create default.nix that builds this project with poetry2nix';
    expect(await offeredWithoutNix(EDITS)).toContain(title);
    const offered = await offeredWithoutNix({ textDocument: { codeAction: LITERALS } });
    expect(offered.filter((each) => each.startsWith('Create'))).toEqual([]);
  });
});

describe('copying an override', () => {
  const COPIES: ClientCapabilities = {
    ...EDITS,
    experimental: { commands: { commands: ['pyproject-nix-ls.copyOverride'] } },
  };
  it('is offered to a client that has the command', async () => {
    const texts = await copied('missing-native-input', COPIES);
    expect([...texts.keys()]).toEqual([
      'Copy what printing needs for uv2nix',
      'Copy what printing needs for nixpkgs',
      'Copy what printing needs for a shell',
      "Copy what printing needs as an entry for poetry2nix's own overrides",
    ]);
    expect(texts.get('Copy what printing needs for uv2nix')).toContain('setuptools = [ ];');
    expect(texts.get("Copy what printing needs as an entry for poetry2nix's own overrides")).toBe(
      [
        '# overrides/default.nix',
        'printing = prev.printing.overridePythonAttrs (old: {',
        '  buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.cups ];',
        '});',
        '',
      ].join('\n'),
    );
  });

  it('gives a build system as poetry2nix keeps it', async () => {
    const texts = await copied('missing-build-system', COPIES);
    expect(texts.get("Copy what tree-of-bk needs as an entry for poetry2nix's own overrides")).toBe(
      '# overrides/build-systems.json\n  "tree-of-bk": [\n    "hatchling"\n  ],\n',
    );
    expect(texts.has('Copy what tree-of-bk needs for a shell')).toBe(false);
  });

  it('is whole without being resolved', async () => {
    const { client } = await openFixture('missing-native-input', {
      capabilities: { ...COPIES, textDocument: LAZY.textDocument ?? {} },
    });
    const found = (await actions(client)).find(({ title }) => title.startsWith('Copy'));
    expect(await client.request('codeAction/resolve', found)).toEqual(found);
  });

  it('makes its text when it is resolved, for a client that asks then', async () => {
    const codeAction = {
      ...LITERALS,
      dataSupport: true,
      resolveSupport: { properties: ['edit', 'command'] },
    };
    const { client } = await openFixture('missing-native-input', {
      capabilities: { ...COPIES, textDocument: { codeAction } },
    });
    const found = (await actions(client)).find(({ title }) => title.endsWith('for uv2nix'));
    expect(found?.command).toBeUndefined();
    expect(await client.request('codeAction/resolve', found)).toMatchObject({
      command: {
        command: 'pyproject-nix-ls.copyOverride',
        arguments: [expect.stringContaining('setuptools = [ ];')],
      },
    });
    const shown = await openFixture('missing-native-input', {
      capabilities: { ...EDITS, textDocument: { codeAction } },
    });
    const message = (await actions(shown.client)).find(({ title }) => title.startsWith('Show'));
    expect(await shown.client.request('codeAction/resolve', message)).toMatchObject({
      command: { title: 'Show what printing needs for uv2nix' },
    });
    await client.stop();
    await shown.client.stop();
  });

  it('becomes a message where the client has no such command', async () => {
    const { client } = await openFixture('missing-native-input', { capabilities: EDITS });
    const found = (await actions(client)).find(({ title }) => title.startsWith('Show'));
    expect(found?.title).toBe('Show what printing needs for uv2nix');
    await client.request('workspace/executeCommand', found?.command);
    await client.settle();
    expect(client.messages).toEqual([expect.stringContaining('setuptools = [ ];')]);
    await client.stop();
  });

  it('is not offered to Helix, which shows one line of a message', async () => {
    const { client } = await openFixture('missing-native-input', {
      capabilities: EDITS,
      clientName: 'helix',
    });
    const titles = (await actions(client)).map(({ title }) => title);
    expect(titles.filter((title) => /^(?:Copy|Show)/.test(title))).toEqual([]);
    await client.stop();
  });

  it('offers its command to those who lack it alone', async () => {
    expect(await commandsFor(EDITS)).toContain('pyproject-nix-ls.copyOverride');
    expect(await commandsFor(COPIES)).not.toContain('pyproject-nix-ls.copyOverride');
  });
});

/** The commands that a client is offered. */
async function commandsFor(capabilities: ClientCapabilities): Promise<unknown> {
  const client = new TestClient({});
  const result = await client.initialize({ capabilities });
  await client.stop();
  return result.capabilities.executeCommandProvider?.commands;
}

/** Titles of the actions that copy, with what they copy. */
async function copied(
  fixture: string,
  capabilities: ClientCapabilities,
): Promise<ReadonlyMap<string, string>> {
  const { client } = await openFixture(fixture, { capabilities });
  const found = await actions(client);
  return new Map(
    found.flatMap(({ title, edit, command }) => {
      if (command?.command !== 'pyproject-nix-ls.copyOverride') return [];
      expect(edit).toBeUndefined();
      return [[title, String(command.arguments?.[0])] as const];
    }),
  );
}
