import { describe, expect, it } from 'vitest';
import { requestHandlers } from '../../server/protocol/handlers.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import type { FileSystem } from '../../server/session/file-system.ts';
import { TestClient } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles, fixtureText, LOCK, MANIFEST, NIX } from '../support/fixture-project.ts';

/** Counts every look at a disk. */
function counting(disk: FileSystem): FileSystem & { looks: () => readonly string[] } {
  let looks: string[] = [];
  const told = <Answer>(path: string, answer: Answer): Answer => {
    looks.push(path);
    return answer;
  };
  return {
    read: (file) => told(file, disk.read(file)),
    bytes: (file, most) => told(file, disk.bytes(file, most)),
    stamp: (path) => told(path, disk.stamp(path)),
    kind: (path) => told(path, disk.kind(path)),
    list: (directory) => told(directory, disk.list(directory)),
    link: (path) => disk.link(path),
    real: (path) => disk.real(path),
    commit: (changes, mayWrite) => disk.commit(changes, mayWrite),
    looks() {
      const seen = looks;
      looks = [];
      return seen;
    },
  };
}

const STATES = ['opened just now', 'settled'] as const;

/** Every request with what it takes, about one place of a file. */
function paramsOf(method: string, file: string): object {
  const position = { line: 8, character: 2 };
  return {
    textDocument: { uri: uriOfFile(file) },
    position,
    positions: [position],
    range: { start: position, end: position },
    context: { diagnostics: [], includeDeclaration: true },
    query: 'p',
    newName: 'other',
    command: 'pyproject-nix-ls.provideMissing',
    arguments: [uriOfFile(file)],
    data: { uri: uriOfFile(file), position, range: { start: position, end: position } },
    title: method,
    label: method,
    previousResultIds: [],
  };
}

/** Those that look at all projects of the workspace, which nothing has loaded before they are asked. */
const OF_THE_WORKSPACE: ReadonlySet<string> = new Set(['workspace/symbol', 'workspace/diagnostic']);

/** Those that answer with edits look at what is to be edited, so that they are for the text that is there. */
const OF_EDITS: ReadonlySet<string> = new Set([
  'codeAction/resolve',
  'textDocument/rename',
  'workspace/executeCommand',
]);

const LAZY = { dataSupport: true, resolveSupport: { properties: ['edit'] } };

describe('a request', () => {
  for (const state of STATES)
    it(`reads nothing from the disk about a document that is ${state}`, async () => {
      const disk = counting(fixtureFiles('several-missing'));
      const client = await TestClient.start({
        fileSystem: disk,
        knowledge: fixtureKnowledge,
        folders: ['/p'],
        capabilities: { textDocument: { diagnostic: {}, codeAction: LAZY } },
      });
      for (const [file, name] of [
        [MANIFEST, 'pyproject.toml'],
        [LOCK, 'poetry.lock'],
        [NIX, 'default.nix'],
      ] as const) {
        client.open(file, fixtureText('several-missing', name));
        if (state === 'settled') await client.settle();
        else await client.request('no/such').catch(() => null);
        disk.looks();
        for (const method of requestHandlers.keys()) {
          if (OF_THE_WORKSPACE.has(method) || OF_EDITS.has(method)) continue;
          await client.request(method, paramsOf(method, file)).catch(() => null);
          expect(disk.looks(), `${method} about ${file}`).toEqual([]);
        }
      }
      await client.stop();
    });

  it('about the workspace reads it once', async () => {
    const disk = counting(fixtureFiles('several-missing'));
    const client = await TestClient.start({
      fileSystem: disk,
      knowledge: fixtureKnowledge,
      folders: ['/p'],
      capabilities: { textDocument: { diagnostic: {} } },
    });
    for (const method of OF_THE_WORKSPACE) await client.request(method, paramsOf(method, MANIFEST));
    disk.looks();
    for (const method of OF_THE_WORKSPACE) {
      await client.request(method, paramsOf(method, MANIFEST));
      expect(disk.looks(), method).toEqual([]);
    }
    await client.stop();
  });

  it('reads nothing after another file has changed on disk and was seen to', async () => {
    const files = fixtureFiles('several-missing');
    const disk = counting(files);
    const client = await TestClient.start({ fileSystem: disk, knowledge: fixtureKnowledge });
    client.open(MANIFEST, fixtureText('several-missing', 'pyproject.toml'));
    await client.settle();
    files.write(LOCK, `${files.text(LOCK)}\n`);
    client.notify('workspace/didChangeWatchedFiles', { changes: [] });
    await client.request('no/such').catch(() => null);
    expect(disk.looks()).toContain(LOCK);
    await client.at('textDocument/hover', MANIFEST, 8, 2);
    expect(disk.looks()).toEqual([]);
    await client.stop();
  });
});
