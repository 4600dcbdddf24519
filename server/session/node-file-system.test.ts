import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limitOf } from './file-limits.ts';
import { sameStamp } from './file-system.ts';
import { nodeFileSystem } from './node-file-system.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function problemAt(path: string): string {
  const read = nodeFileSystem.read(path);
  return read.ok ? 'none' : read.problem.kind;
}

describe('read', () => {
  it('reads text, a byte order mark included', () => {
    const file = join(folder, 'a');
    writeFileSync(file, '\uFEFFé\r\n');
    const read = nodeFileSystem.read(file);
    expect(read.ok && read.text).toBe('\uFEFFé\r\n');
  });

  it('reads a file that claims to be empty and is not', () => {
    const read = nodeFileSystem.read('/proc/self/status');
    expect(read.ok && read.text).toContain('Name:');
  });

  it('says what is wrong, and never waits', () => {
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    mkdirSync(join(folder, 'directory'));
    writeFileSync(join(folder, 'latin1'), Buffer.from([0x63, 0xe9]));
    symlinkSync('loop', join(folder, 'loop'));
    writeFileSync(join(folder, 'large'), '');
    truncateSync(join(folder, 'large'), limitOf(join(folder, 'large')).bytes + 1);
    expect({
      fifo: problemAt(join(folder, 'fifo')),
      directory: problemAt(join(folder, 'directory')),
      latin1: problemAt(join(folder, 'latin1')),
      loop: problemAt(join(folder, 'loop')),
      large: problemAt(join(folder, 'large')),
      missing: problemAt(join(folder, 'missing')),
      belowAFile: problemAt(join(folder, 'large', 'x')),
      device: problemAt('/dev/zero'),
      zeroByte: problemAt(`${folder}/\0`),
    }).toEqual({
      fifo: 'not-a-file',
      directory: 'not-a-file',
      latin1: 'not-utf8',
      loop: 'unreadable',
      large: 'file-too-large',
      missing: 'missing',
      belowAFile: 'missing',
      device: 'not-a-file',
      zeroByte: 'unreadable',
    });
  });

  it('reads a requirements file in UTF-16 by its byte order mark, and nothing else', () => {
    const little = Buffer.from('\uFEFFlamp==1\n', 'utf16le');
    const texts = ['requirements.txt', 'base.in', 'poetry.lock', 'big.txt'].map((name) => {
      const file = join(folder, name);
      writeFileSync(file, name === 'big.txt' ? Buffer.from(little).swap16() : little);
      const read = nodeFileSystem.read(file);
      return read.ok ? read.text : read.problem.kind;
    });
    const text = '\uFEFFlamp==1\n';
    expect(texts).toEqual([text, text, 'not-utf8', text]);
  });

  it.skipIf(process.getuid?.() === 0)('says that permission is denied', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'x');
    chmodSync(file, 0);
    expect(problemAt(file)).toBe('unreadable');
  });
});

describe('stamp', () => {
  it('changes with the text, and is null for what is not there', () => {
    const file = join(folder, 'a');
    expect(nodeFileSystem.stamp(file)).toBeNull();
    writeFileSync(file, 'one');
    const before = nodeFileSystem.stamp(file);
    expect(sameStamp(before, nodeFileSystem.stamp(file))).toBe(true);
    writeFileSync(file, 'three');
    expect(sameStamp(before, nodeFileSystem.stamp(file))).toBe(false);
  });
});

describe('list', () => {
  it('sorts by name and tells links from what they point to', () => {
    mkdirSync(join(folder, 'b'));
    writeFileSync(join(folder, 'c'), '');
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('nowhere', join(folder, 'd'));
    expect(nodeFileSystem.list(folder)).toEqual([
      { name: 'a', kind: 'directory', link: true },
      { name: 'b', kind: 'directory', link: false },
      { name: 'c', kind: 'file', link: false },
      { name: 'd', kind: 'other', link: true },
    ]);
    expect(nodeFileSystem.list(join(folder, 'c'))).toBeNull();
  });
});

describe('real', () => {
  it('is the path without links, and null for what is not there', () => {
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'file'), '');
    symlinkSync('a', join(folder, 'b'));
    expect(nodeFileSystem.real(join(folder, 'b', 'file'))).toBe(join(folder, 'a', 'file'));
    expect(nodeFileSystem.real(join(folder, 'none'))).toBeNull();
    expect(nodeFileSystem.real(`${folder}/\0`)).toBeNull();
  });
});
