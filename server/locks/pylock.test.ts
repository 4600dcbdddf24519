import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import type { Lock } from './model.ts';
import { readPylock } from './pylock.ts';

function read(text: string): Lock {
  return readPylock('/project/pylock.toml', parseToml(text));
}

const LOCK = `lock-version = "1.0"
requires-python = ">=3.11"
created-by = "lamplighter"

[[packages]]
name = "Lamp.Shade"
version = "1.2"
marker = "os_name == 'nt'"
requires-python = ">=3.9"
dependencies = [{ name = "glow" }, { name = "wick", version = "2" }]
index = "https://example.org/simple"

[packages.sdist]
url = "https://files.example.org/lamp_shade-1.2.tar.gz"
hashes = { md5 = "cc", sha256 = "aa" }

[[packages.wheels]]
name = "lamp_shade-1.2-py3-none-any.whl"
url = "https://files.example.org/download/1"
hashes = { blake2b = "bb" }

[[packages]]
name = "glow"

[packages.vcs]
type = "git"
url = "https://example.org/glow.git"
requested-revision = "main"
commit-id = "0123456"

[[packages]]
name = "wick"
directory = { path = "../wick", editable = true }
`;

describe('readPylock', () => {
  it('reads the lock itself', () => {
    expect(read(LOCK)).toMatchObject({
      kind: 'pylock',
      complete: true,
      supported: true,
      version: { text: '1.0' },
      pythonVersions: { text: '>=3.11' },
      contentHash: null,
    });
  });

  it('reads packages, their files and edges', () => {
    const [lamp, glow, wick] = read(LOCK).packages;
    expect(lamp).toMatchObject({
      name: 'lamp-shade',
      rawName: 'Lamp.Shade',
      version: '1.2',
      markers: "os_name == 'nt'",
      pythonVersions: '>=3.9',
      source: null,
      files: [
        { name: 'lamp_shade-1.2.tar.gz', hash: 'sha256:aa' },
        { name: 'lamp_shade-1.2-py3-none-any.whl', hash: 'blake2b:bb' },
      ],
    });
    expect(lamp?.dependencies).toMatchObject([
      { name: 'glow', constraint: null },
      { name: 'wick', constraint: '==2' },
    ]);
    expect(glow).toMatchObject({
      version: null,
      parsedVersion: null,
      source: { type: 'git', reference: 'main', resolvedReference: '0123456' },
    });
    expect(wick?.source).toMatchObject({ type: 'directory', url: '../wick' });
    expect(LOCK.slice(lamp?.versionSpan?.start, lamp?.versionSpan?.end)).toBe('1.2');
  });

  it.each([
    ['lock-version = "1.1"\npackages = []', true],
    ['lock-version = "2.0"\npackages = []', false],
    ['lock-version = 1\npackages = []', false],
    ['', false],
  ])('knows its versions: %s', (text, supported) => {
    expect(read(text).supported).toBe(supported);
    expect(read(text).packages).toEqual([]);
  });

  it('reads packages that are written in one line', () => {
    const lock = read('lock-version = "1.0"\npackages = [{ name = "glow", version = "1" }]\n');
    expect(lock.packages).toMatchObject([{ name: 'glow', version: '1' }]);
  });

  it('does not mistake the tables of other locks for its own', () => {
    expect(read('lock-version = "1.0"\n[[package]]\nname = "glow"\n').packages).toEqual([]);
  });
});

describe('what a pylock.toml is made for', () => {
  it.each([
    ['', ['main']],
    [
      'created-by = "uv"\nextras = ["Dark_Mode"]\ndependency-groups = ["dev"]',
      ['main', 'dark-mode', 'dev'],
    ],
    ['created-by = "pipenv"\nextras = []\ndependency-groups = ["dev"]', []],
    ['created-by = "pip"', []],
  ])('%j', (head, groups) => {
    expect([...(read(`lock-version = "1.0"\n${head}\n`).madeFor ?? [])]).toEqual(groups);
  });

  it('is up to its name', () => {
    const named = readPylock('/project/pylock.dev.toml', parseToml('lock-version = "1.0"\n'));
    expect([...(named.madeFor ?? [])]).toEqual([]);
  });
});
