import { readFileSync } from 'node:fs';
import { readFixture } from './annotations.ts';
import { TestClient, type ClientOptions } from './client.ts';
import { fixtureKnowledge } from './fixture-knowledge.ts';
import { MemoryFileSystem } from './memory-file-system.ts';

export const MANIFEST = '/p/pyproject.toml';
export const LOCK = '/p/poetry.lock';
export const NIX = '/p/default.nix';

/** A file of a fixture, without its annotations. */
export function fixtureText(name: string, file: string): string {
  const path = new URL(`../fixtures/${name}/${file}`, import.meta.url);
  return readFixture(readFileSync(path, 'utf8')).text;
}

/** The manifest, lock and Nix file of a fixture, in memory at `/p`: those of Poetry, or of uv where it has these. */
export function fixtureFiles(name: string): MemoryFileSystem {
  const files = name.startsWith('uv2nix-')
    ? ['uv.lock', 'flake.nix']
    : ['poetry.lock', 'default.nix'];
  return new MemoryFileSystem(
    Object.fromEntries(
      ['pyproject.toml', ...files].map((file) => [`/p/${file}`, fixtureText(name, file)]),
    ),
  );
}

/** A client that has the manifest of a fixture open. */
export async function openFixture(
  name: string,
  options: ClientOptions = {},
): Promise<{ readonly client: TestClient; readonly fileSystem: MemoryFileSystem }> {
  const fileSystem = fixtureFiles(name);
  const client = await TestClient.start({
    fileSystem,
    knowledge: fixtureKnowledge,
    folders: ['/p'],
    ...options,
  });
  client.open(MANIFEST, fixtureText(name, 'pyproject.toml'));
  await client.settle();
  return { client, fileSystem };
}
