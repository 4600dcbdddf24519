import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import type { Lock } from './model.ts';
import { readPoetryLock } from './poetry.ts';

function read(text: string): Lock {
  return readPoetryLock('/project/poetry.lock', parseToml(text));
}

function identities({ packages }: Lock): readonly unknown[] {
  return packages.map(({ identity }) => identity);
}

describe('the identity of a locked package', () => {
  const PACKAGES = `[[package]]
name = "a"
version = "1"
files = [{ file = "a-1.tar.gz", hash = "sha256:1" }]

[package.dependencies]
b = "*"

[[package]]
name = "b"
version = "1"
files = []
`;

  it('stays while what is written of it does, wherever it stands', () => {
    const document = parseToml(PACKAGES);
    const [a, b] = identities(readPoetryLock('/p/poetry.lock', document));
    expect(a).toBeDefined();
    expect(a).not.toBe(b);
    const moved = document.edit({ start: 0, end: 0 }, '# made by hand\n');
    const [movedA, movedB] = identities(readPoetryLock('/p/poetry.lock', moved));
    expect(movedA).toBe(a);
    expect(movedB).toBe(b);
    expect(readPoetryLock('/p/poetry.lock', moved).packages[0]?.files).toEqual([
      { name: 'a-1.tar.gz', hash: 'sha256:1' },
    ]);
  });

  it.each(['"*"', 'b = ', '[package.dependencies]'])('goes with a change of %s in it', (part) => {
    const document = parseToml(PACKAGES);
    const [a, b] = readPoetryLock('/p/poetry.lock', document).packages;
    const start = PACKAGES.indexOf(part);
    const edited = document.edit({ start, end: start + part.length }, '"2"');
    const [after, same] = readPoetryLock('/p/poetry.lock', edited).packages;
    expect(after?.identity).not.toBe(a?.identity);
    expect(same?.identity).toBe(b?.identity);
  });

  it('is not known where files stand elsewhere', () => {
    const [a, b] = identities(read(`${PACKAGES}\n[metadata.files]\nb = []\n`));
    expect(a).toBeUndefined();
    expect(b).toBeUndefined();
    expect(identities(read(`${PACKAGES}\n[metadata]\nfiles = {}\n`))).toEqual([a, b]);
  });
});
