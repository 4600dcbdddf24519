import { describe, expect, it } from 'vitest';
import { uriOfFile } from '../../server/protocol/uris.ts';
import { TestClient } from '../support/client.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const ROOT = '/p/pyproject.toml';
const DOOR = '/p/parts/door/pyproject.toml';
const GATE = '/p/parts/gate/pyproject.toml';

function member(name: string): string {
  return `[project]\nname = "${name}"\nversion = "0.1"\nrequires-python = ">=3.10"\n`;
}

const FILES = {
  '/p/.git/HEAD': '',
  [ROOT]: `[project]
name = "house"
version = "1.0"
requires-python = ">=3.10"
[tool.uv.workspace]
members = ["parts/*"]
`,
  [DOOR]: member('door'),
  '/p/uv.lock': `version = 1
revision = 3
requires-python = ">=3.10"

[manifest]
members = [
    "door",
    "house",
]

[[package]]
name = "door"
version = "0.1"
source = { virtual = "parts/door" }

[[package]]
name = "house"
version = "1.0"
source = { virtual = "." }
`,
};

/** What a client says where a file came, or went. */
const TOLD = {
  appeared: [
    ['workspace/didCreateFiles', { files: [{ uri: uriOfFile(GATE) }] }],
    ['workspace/didChangeWatchedFiles', { changes: [{ uri: uriOfFile(GATE), type: 1 }] }],
  ],
  went: [
    ['workspace/didDeleteFiles', { files: [{ uri: uriOfFile(DOOR) }] }],
    ['workspace/didChangeWatchedFiles', { changes: [{ uri: uriOfFile(DOOR), type: 3 }] }],
  ],
} as const;

type OpenClient = TestClient & { readonly fileSystem: MemoryFileSystem };

/** The manifest of the root is open. */
async function openRoot(): Promise<OpenClient> {
  const fileSystem = new MemoryFileSystem(FILES);
  const client = await TestClient.start({
    fileSystem,
    knowledge: fixtureKnowledge,
    folders: ['/p'],
  });
  client.open(ROOT, FILES[ROOT]);
  await client.settle();
  return Object.assign(client, { fileSystem });
}

function stale(client: TestClient): readonly string[] {
  const pushed = client.pushed.get(uriOfFile(ROOT)) ?? [];
  return pushed.flatMap(({ code, message }) =>
    code === 'lock-stale' && typeof message === 'string' ? [message] : [],
  );
}

describe('the members of a workspace that is open', () => {
  it.each(TOLD.appeared)(
    'make the lock of the root stale where one appears: %s',
    async (method, params) => {
      const client = await openRoot();
      expect(stale(client)).toEqual([]);
      client.fileSystem.write(GATE, member('gate'));
      client.notify(method, params);
      await client.settle();
      expect(stale(client)).toEqual([expect.stringContaining('does not have the member gate')]);
      client.fileSystem.remove(GATE);
      client.notify(method, params);
      await client.settle();
      expect(stale(client)).toEqual([]);
      await client.stop();
    },
  );

  it.each(TOLD.went)(
    'make the lock of the root stale where one goes: %s',
    async (method, params) => {
      const client = await openRoot();
      client.fileSystem.remove(DOOR);
      client.notify(method, params);
      await client.settle();
      expect(stale(client)).toEqual([expect.stringContaining('still has door as a member')]);
      await client.stop();
    },
  );

  it('leave it alone where what appears is outside of its globs', async () => {
    const client = await openRoot();
    client.fileSystem.write('/p/others/gate/pyproject.toml', member('gate'));
    client.notify('workspace/didCreateFiles', { files: [] });
    await client.settle();
    expect(stale(client)).toEqual([]);
    await client.stop();
  });
});
