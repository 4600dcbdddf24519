import { existsSync } from 'node:fs';
import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { Positions } from '../../server/protocol/positions.ts';
import { fileOfUri, uriOfFile } from '../../server/protocol/uris.ts';
import { applyEdits, SourceText } from '../../server/text.ts';
import type { TestClient } from '../support/client.ts';
import { LOCK, MANIFEST, NIX, openFixture } from '../support/fixture-project.ts';
import type { MemoryFileSystem } from '../support/memory-file-system.ts';

const FIXTURES = [
  'missing-native-input',
  'several-missing',
  'missing-build-system',
  'external-to-write',
  'override-mistakes',
  'uv-shell-no-build',
  'healthy',
].filter((name) =>
  ['pyproject.toml', 'poetry.lock', 'default.nix'].every((file) =>
    existsSync(new URL(`../fixtures/${name}/${file}`, import.meta.url)),
  ),
);

const EDITS = { documentChanges: true, resourceOperations: ['create' as const] };
const LITERALS = { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } };

function capabilities(isLazy: boolean): object {
  const resolve = isLazy ? { dataSupport: true, resolveSupport: { properties: ['edit'] } } : {};
  return {
    textDocument: { codeAction: { ...LITERALS, ...resolve } },
    workspace: { workspaceEdit: EDITS },
  };
}

/** All actions on the lines of the manifest, each once. */
async function offered(client: TestClient, text: string): Promise<readonly CodeAction[]> {
  const found = new Map<string, CodeAction>();
  for (const [line] of text.split('\n').entries()) {
    const place = { line, character: 2 };
    const answer = await client.request('textDocument/codeAction', {
      textDocument: { uri: uriOfFile(MANIFEST) },
      range: { start: place, end: place },
      context: { diagnostics: [], only: [''], triggerKind: 1 },
    });
    for (const action of answer as CodeAction[]) found.set(action.title, action);
  }
  return [...found.values()].filter(({ command }) => command === undefined);
}

async function open(fixture: string, isLazy: boolean) {
  const { client, fileSystem } = await openFixture(fixture, { capabilities: capabilities(isLazy) });
  return { client, disk: fileSystem, manifest: fileSystem.text(MANIFEST) ?? '' };
}

/** The texts on the disk after what a client does with edits of documents that it has not open. */
function applied(
  edit: WorkspaceEdit | undefined,
  disk: MemoryFileSystem,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const positions = new Positions('utf-16');
  for (const change of edit?.documentChanges ?? []) {
    if (!('edits' in change)) continue;
    const file = fileOfUri(change.textDocument.uri) ?? '';
    const source = new SourceText(texts.get(file) ?? disk.text(file) ?? '');
    texts.set(file, applyEdits(source.text, editsIn(change, source, positions)));
  }
  return texts;
}

function editsIn({ edits }: TextDocumentEdit, source: SourceText, positions: Positions) {
  return edits.flatMap((edit) =>
    'newText' in edit
      ? [{ span: positions.spanOf(source, edit.range), newText: edit.newText }]
      : [],
  );
}

function isOfCreation({ title }: CodeAction): boolean {
  return title.startsWith('Create default.nix');
}

const LINES = '# saved by another program\n\n';

/** What a file is to become after the edit, had the lines been there before: null for one that it does not touch. */
function shifted(before: ReadonlyMap<string, string>, file: string): string | null {
  const text = before.get(file);
  return text === undefined ? null : LINES + text;
}

describe.each(FIXTURES)('a Nix file that changes unseen, in %s', (fixture) => {
  it('is edited where its text is then, by every action that is resolved', async () => {
    const { client, disk, manifest } = await open(fixture, true);
    const nix = disk.text(NIX) ?? '';
    for (const action of await offered(client, manifest)) {
      const before = (await client.request('codeAction/resolve', action)) as CodeAction;
      const wanted = shifted(applied(before.edit, disk), NIX);
      disk.writeUnseen(NIX, LINES + nix);
      const after = (await client.request('codeAction/resolve', action)) as CodeAction;
      expect(applied(after.edit, disk).get(NIX) ?? null, action.title).toBe(wanted);
      disk.writeUnseen(NIX, nix);
    }
    await client.stop();
  });

  it('is edited where its text is then, by every action that comes with its edits', async () => {
    const { client, disk, manifest } = await open(fixture, false);
    const before = await offered(client, manifest);
    const wanted = before.map(({ edit }) => shifted(applied(edit, disk), NIX));
    disk.writeUnseen(NIX, LINES + (disk.text(NIX) ?? ''));
    const after = await offered(client, manifest);
    expect(after.map(({ title }) => title)).toEqual(before.map(({ title }) => title));
    expect(after.map(({ edit }) => applied(edit, disk).get(NIX) ?? null)).toEqual(wanted);
    await client.stop();
  });
});

describe('what has changed', () => {
  it('is asked about in the fixtures, in more than one way', async () => {
    const titles = new Set<string>();
    for (const fixture of FIXTURES) {
      const { client, manifest } = await open(fixture, true);
      for (const { title } of await offered(client, manifest))
        titles.add(title.split(' ')[0] ?? '');
      await client.stop();
    }
    expect([...titles]).toEqual(expect.arrayContaining(['Provide', 'Ignore', 'Write']));
  });

  it('so that nothing is left to do is no longer done', async () => {
    const { client, disk, manifest } = await open('missing-native-input', true);
    const action = (await offered(client, manifest)).find(({ title }) =>
      title.startsWith('Provide cups'),
    );
    const done = (await client.request('codeAction/resolve', action)) as CodeAction;
    disk.writeUnseen(NIX, applied(done.edit, disk).get(NIX) ?? '');
    await expect(client.request('codeAction/resolve', action)).rejects.toThrow(/changed since/);
    await client.stop();
  });

  it.each([true, false])('by coming to be is not written into (resolved: %s)', async (isLazy) => {
    const { client, disk, manifest } = await open('missing-native-input', isLazy);
    disk.remove(NIX);
    client.notify('workspace/didChangeWatchedFiles', { changes: [] });
    const action = (await offered(client, manifest)).find(isOfCreation);
    const whole = isLazy ? await client.request('codeAction/resolve', action) : action;
    expect((whole as CodeAction).edit?.documentChanges?.[0]).toEqual({
      kind: 'create',
      uri: uriOfFile(NIX),
      options: { overwrite: false, ignoreIfExists: false },
    });
    disk.write(NIX, '{ }\n');
    if (isLazy)
      await expect(client.request('codeAction/resolve', action)).rejects.toThrow(/changed since/);
    else expect((await offered(client, manifest)).filter(isOfCreation)).toEqual([]);
    await client.stop();
  });

  it('is what a rename is made for, and what the code lens does', async () => {
    const { client, disk } = await open('missing-native-input', true);
    const nix = disk.text(NIX) ?? '';
    const lens = async (): Promise<ReadonlyMap<string, string>> => {
      client.asked.length = 0;
      const command = 'pyproject-nix-ls.provideMissing';
      await client.request('workspace/executeCommand', {
        command,
        arguments: [uriOfFile(MANIFEST)],
      });
      const [{ params } = { params: null }] = client.asked;
      return applied((params as { readonly edit: WorkspaceEdit }).edit, disk);
    };
    const wanted = shifted(await lens(), NIX);
    disk.writeUnseen(NIX, LINES + nix);
    expect((await lens()).get(NIX)).toBe(wanted);

    const lock = disk.text(LOCK) ?? '';
    const rename = async (): Promise<ReadonlyMap<string, string>> => {
      const line = (disk.text(MANIFEST) ?? '')
        .split('\n')
        .findIndex((each) => each.startsWith('printing'));
      const answer = await client.request('textDocument/rename', {
        textDocument: { uri: uriOfFile(MANIFEST) },
        position: { line, character: 2 },
        newName: 'painting',
      });
      return applied(answer ?? undefined, disk);
    };
    const renamed = await rename();
    expect(renamed.size).toBeGreaterThan(0);
    disk.writeUnseen(LOCK, LINES + lock);
    disk.writeUnseen(NIX, LINES + LINES + nix);
    const again = await rename();
    for (const [file, text] of renamed)
      expect(again.get(file), file).toBe(file === MANIFEST ? text : LINES + text);
    await client.stop();
  });

  it('under the same time, size and inode is seen where the client says so', async () => {
    const { client, disk } = await open('missing-native-input', true);
    const nix = disk.text(NIX) ?? '';
    const marked = nix.replace('mkPoetryApplication', 'mkOtherApplication_');
    expect(client.pushed.get(uriOfFile(MANIFEST))).not.toEqual([]);
    disk.writeUnseen(NIX, marked);
    client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOfFile(NIX), type: 2 }],
    });
    await client.settle();
    expect(client.pushed.get(uriOfFile(MANIFEST))).toEqual([]);
    await client.stop();
  });
});
