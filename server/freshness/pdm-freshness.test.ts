import { describe, expect, it } from 'vitest';
import type { Lock } from '../locks/model.ts';
import { readPdmLock } from '../locks/pdm.ts';
import { parseToml } from '../toml/parse.ts';
import { pdmContentHash, pdmFreshness } from './pdm-freshness.ts';

function read(text: string): Lock {
  return readPdmLock('/project/pdm.lock', parseToml(text));
}

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

  it('is stale where inputs are asked for and the lock has a hash', () => {
    const manifest = `${MANIFEST}[tool.pdm.resolution]\nlock_inputs = true\n`;
    const hash = `sha256:${pdmContentHash(parseToml(manifest).root)}`;
    expect(stateOf(manifest, hash)).toBe('stale');
    const off = manifest.replace('true', 'false');
    expect(stateOf(off, `sha256:${pdmContentHash(parseToml(off).root)}`)).toBe('fresh');
  });

  it('does not judge by another algorithm', () => {
    expect(stateOf(MANIFEST, 'sha512:00')).toBe('unknown');
  });
});
