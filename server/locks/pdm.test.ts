import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { crossCheck } from '../freshness/cross-check.ts';
import type { Lock } from './model.ts';
import { pdmContentHash, pdmFreshness } from '../freshness/pdm-freshness.ts';
import { readPdmLock } from './pdm.ts';
import { projectOf, wanted } from '../freshness/testing.ts';
import type { WantedDependency } from '../freshness/wanted.ts';

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
    const statusOf = (more: Partial<WantedDependency>): string =>
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

const MANIFEST = `[project]
name = "lamp"
dependencies = ["glow>=1"]
requires-python = ">=3.9"
[dependency-groups]
Test_it = ["pytest", { include-group = "dev" }]
[tool.pdm.dev-dependencies]
test-it = ["wax"]
dev = []
`;
/** sha256 of the JSON below, by Python's hashlib: {"dependencies": ["glow>=1"], "dev-dependencies": {"dev": [], "test-it": ["pytest", {"include-group": "dev"}, "wax"]}, "optional-dependencies": {}, "requires-python": ">=3.9", "resolution": {}, "sources": []} */
const HASH = 'e653d31f310bd4009724b6fd33c1e7532d587052bd617c6fc1ec38ea3eab19c2';

function stateOf(manifest: string, hash: string): string {
  const lock = read(`[metadata]\nlock_version = "4.5.0"\ncontent_hash = "${hash}"\n`);
  return pdmFreshness(parseToml(manifest), lock).state;
}

describe('pdmFreshness', () => {
  it('hashes as PDM does', () => {
    expect(pdmContentHash(parseToml(MANIFEST).root)).toBe(HASH);
  });

  it('tells fresh from stale', () => {
    expect(stateOf(MANIFEST, `sha256:${HASH}`)).toBe('fresh');
    expect(stateOf(MANIFEST.replace('glow>=1', 'glow>=2'), `sha256:${HASH}`)).toBe('stale');
    expect(stateOf(MANIFEST, 'sha256:00')).toBe('stale');
    expect(pdmFreshness(parseToml(MANIFEST), read('[metadata]\nlock_version = "4"')).state).toBe(
      'stale',
    );
  });

  it('knows the hash of older releases, which today is stale', () => {
    // hashlib of the same JSON with "overrides": {"glow": "2"} for "resolution".
    const older = 'sha256:1d2494b99609336e7372a321ca6c758bc2b3f505c435c6fc195b54c9e8dfde96';
    const manifest = `${MANIFEST}[tool.pdm.resolution.overrides]\nglow = "2"\n`;
    const lock = read(`[metadata]\nlock_version = "4.4.1"\ncontent_hash = "${older}"\n`);
    const judged = pdmFreshness(parseToml(manifest), lock);
    expect(judged).toMatchObject({ state: 'stale', formula: 'pdm-overrides' });
    expect(pdmFreshness(parseToml(MANIFEST), lock)).toMatchObject({
      state: 'stale',
      formula: null,
    });
  });

  it.each([
    ['a workspace', `${MANIFEST}[tool.pdm.workspace]\nmembers = ["a"]\n`],
    ['a manifest with errors', `${MANIFEST}x =\n`],
    ['a manifest that PDM converts', '[tool.poetry]\nname = "x"\n'],
    ['what Python cannot write', `${MANIFEST}[tool.pdm.resolution]\nwhen = 2026-01-01\n`],
    ['a group twice', MANIFEST.replace('[tool.pdm', 'test-it = []\n[tool.pdm')],
    ['a group that is no list', MANIFEST.replace('dev = []', 'dev = 1')],
  ])('does not judge %s', (_, manifest) => {
    expect(stateOf(manifest, 'sha256:00')).toBe('unknown');
  });

  it('does not judge by another algorithm', () => {
    expect(stateOf(MANIFEST, 'sha512:00')).toBe('unknown');
  });
});
