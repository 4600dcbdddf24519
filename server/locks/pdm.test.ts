import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { crossCheck } from '../freshness/cross-check.ts';
import type { Lock } from './model.ts';
import { readPdmLock } from './pdm.ts';
import { projectOf, wanted } from '../freshness/testing.ts';
import type { Dependency } from '../manifests/model.ts';

function read(text: string): Lock {
  return readPdmLock('/project/pdm.lock', parseToml(text));
}

const LOCK = `# by PDM
[metadata]
groups = ["default", "test"]
lock_version = "4.5.0"
content_hash = "sha256:00"

[[metadata.targets]]
requires_python = ">=3.9"

[[package]]
name = "Lamp_Shade"
version = "1.2"
requires_python = ">=3.8"
groups = ["default"]
marker = "os_name == 'nt'"
dependencies = [
    "glow[warm]>=1,<2; python_version < \\"3.11\\"",
    "wick",
]
files = [
    {file = "lamp_shade-1.2-py3-none-any.whl", hash = "sha256:aa"},
    {url = "https://files.example.org/lamp_shade-1.2.tar.gz#x", hash = "sha256:bb"},
]

[[package]]
name = "glow"
version = "1.0"
git = "https://example.org/glow.git"
ref = "main"
revision = "0123456"
groups = ["test"]
`;

describe('readPdmLock', () => {
  it('reads the lock itself', () => {
    const lock = read(LOCK);
    expect(lock).toMatchObject({
      kind: 'pdm',
      complete: true,
      supported: true,
      version: { text: '4.5.0' },
      contentHash: { text: 'sha256:00' },
      pythonVersions: { text: '>=3.9' },
    });
    expect([...lock.byName.keys()]).toEqual(['lamp-shade', 'glow']);
  });

  it('reads a package', () => {
    const [lamp, glow] = read(LOCK).packages;
    expect(lamp).toMatchObject({
      rawName: 'Lamp_Shade',
      version: '1.2',
      groups: ['default'],
      markers: "os_name == 'nt'",
      pythonVersions: '>=3.8',
      source: null,
      files: [
        { name: 'lamp_shade-1.2-py3-none-any.whl', hash: 'sha256:aa' },
        { name: 'lamp_shade-1.2.tar.gz', hash: 'sha256:bb' },
      ],
    });
    expect(glow?.source).toEqual({
      type: 'git',
      url: 'https://example.org/glow.git',
      reference: 'main',
      resolvedReference: '0123456',
      subdirectory: null,
    });
  });

  it('reads dependencies with the place of their names', () => {
    const [first, second] = read(LOCK).packages[0]?.dependencies ?? [];
    expect(first).toMatchObject({
      name: 'glow',
      extras: ['warm'],
      constraint: '>=1,<2',
      marker: 'python_version < "3.11"',
    });
    expect(LOCK.slice(first?.nameSpan.start, first?.nameSpan.end)).toBe('glow');
    expect(second).toMatchObject({ name: 'wick', constraint: null, marker: null });
  });

  it('reads the files of older locks', () => {
    const lock = read(
      '[[package]]\nname = "lamp"\nversion = "1"\n[metadata]\nlock_version = "4.2"\n[metadata.files]\n"lamp 1" = [{file = "lamp-1.tar.gz", hash = "sha256:aa"}]\n',
    );
    expect(lock.packages[0]?.files).toEqual([{ name: 'lamp-1.tar.gz', hash: 'sha256:aa' }]);
  });

  it('is silent on groups that it is not made for', () => {
    const lock = read(LOCK);
    const statusOf = (more: Partial<Dependency>): string =>
      crossCheck(wanted('oil', '*', more), projectOf([]), lock).status;
    expect([...(lock.madeFor ?? [])]).toEqual(['main', 'test']);
    expect(statusOf({})).toBe('not-in-lock');
    expect(statusOf({ group: 'test' })).toBe('not-in-lock');
    expect(statusOf({ group: 'docs' })).toBe('unknown');
    expect(statusOf({ extra: 'Warm' })).toBe('unknown');
  });

  it('does not take over what it cannot know', () => {
    expect(read('[metadata]\nlock_version = "5.0"').supported).toBe(false);
    expect(read('').supported).toBe(false);
    expect(read('[[package]]\nversion = "1"\n').complete).toBe(false);
  });
});
