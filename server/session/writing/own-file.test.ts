import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeOwnFile } from './own-file.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'own-file-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

it('makes the folders and replaces what is there, and leaves nothing beside', () => {
  const file = join(folder(), 'a/b/c.json');
  expect(writeOwnFile(file, 'one')).toBeNull();
  expect(writeOwnFile(file, 'two')).toBeNull();
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(join(file, '..'))).toEqual(['c.json']);
});

it('says why where a file stands in the place of a folder, and a folder in that of the file', () => {
  const place = folder();
  writeFileSync(join(place, 'a'), '');
  mkdirSync(join(place, 'c'));
  writeFileSync(join(place, 'c/d'), '');
  expect(writeOwnFile(join(place, 'a/b/c.json'), 'x')).toEqual(expect.any(String));
  expect(writeOwnFile(join(place, 'a/c.json'), 'x')).toEqual(expect.any(String));
  expect(writeOwnFile(join(place, 'c'), 'x')).toEqual(expect.any(String));
  expect(readdirSync(place).toSorted()).toEqual(['a', 'c']);
});
