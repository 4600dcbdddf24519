import { describe, expect, it } from 'vitest';
import { readPdmLock } from '../locks/pdm.ts';
import { parseToml } from '../toml/parse.ts';
import { pdmFreshness } from './pdm-freshness.ts';

const MANIFEST = `[project]
name = "house"
version = "1.0"
requires-python = ">=3.10"
dependencies = ["lamp>=1", "wick[warm]"]
[project.optional-dependencies]
bright = ["spark; python_version < '3.12'"]
[dependency-groups]
dev = ["wax"]
[[tool.pdm.source]]
name = "main"
url = "https://index.test/simple"
username = "ann"
[tool.pdm.resolution]
lock_inputs = true
`;

/** As PDM 2.29 writes it. */
const LOCK = `[metadata]
groups = ["default", "dev"]
lock_version = "4.5.1"

[[metadata.targets]]
requires_python = ">=3.10"

[metadata.lock_inputs.project]
requires-python = ">=3.10"

[metadata.lock_inputs.project.groups]
bright = ["spark; python_version < \\"3.12\\""]
default = ["lamp", "wick[warm]"]
dev = ["wax"]

[metadata.lock_inputs.project.resolution]

[[metadata.lock_inputs.project.sources]]
name = "main"
url = "sha256:1b0363b65267cdc81b2bfffc5b465e8ae74ced71b61dabe710cbcbff31021fb9"
${lockedPackage('lamp', 'default')}${lockedPackage('wick', 'default')}${lockedPackage('wax', 'dev')}`;

function lockedPackage(name: string, group: string): string {
  return `\n[[package]]\nname = "${name}"\nversion = "1.5"\ngroups = ["${group}"]\n`;
}

function judge(manifest: string, lock = LOCK): string {
  return pdmFreshness(parseToml(manifest), readPdmLock('/p/pdm.lock', parseToml(lock))).state;
}

describe('a lock of PDM that has what it was made from', () => {
  it.each([
    ['nothing', 'version', 'version'],
    ['a version that the locked one satisfies', 'lamp>=1', 'lamp>=1.2,<2'],
    ['a login of a source', 'username = "ann"', 'username = "bob"'],
    ['the version of the project', '"1.0"', '"2.0"'],
    ['the versions of what is not locked', 'spark;', 'spark>=9;'],
  ])('is fresh after a change of %s', (_, before, after) => {
    expect(judge(MANIFEST.replace(before, after))).toBe('fresh');
  });

  it.each([
    ['a version that the locked one is not of', 'lamp>=1', 'lamp>=2'],
    ['what is asked for', '"lamp>=1"', '"lamp", "oil"'],
    ['an extra of a package', 'wick[warm]', 'wick'],
    ['the case of a name', '"wax"', '"Wax"'],
    ['a marker', "'3.12'", "'3.13'"],
    ['a group', 'dev = ["wax"]', 'dev = ["wax"]\nnone = []'],
    ['the Pythons', '>=3.10', '>=3.11'],
    ['the address of a source', 'index.test', 'other.test'],
    ['a setting of the resolution', 'lock_inputs', 'respect-source-order = true\nlock_inputs'],
  ])('is stale after a change of %s', (_, before, after) => {
    expect(judge(MANIFEST.replace(before, after))).toBe('stale');
  });

  it.each([
    [
      'an override',
      MANIFEST.replace('lock_inputs', 'overrides = { lamp = "9" }\nlock_inputs'),
      LOCK.replace('resolution]', 'resolution]\noverrides = { lamp = "9" }'),
    ],
    [
      'a group within a group',
      MANIFEST.replace('["wax"]', '["wax", { include-group = "more" }]\nmore = []'),
      LOCK.replace('dev = ["wax"]', 'dev = ["wax"]\nmore = []'),
    ],
    ['an address', MANIFEST.replace('"lamp>=1"', '"lamp @ https://files.test/lamp.zip"'), LOCK],
    [
      'a package of some Pythons',
      MANIFEST,
      LOCK.replace('name = "lamp"', 'name = "lamp"\nmarker = "python_version < \\"3.13\\""'),
    ],
    ['another spelling of the Pythons', MANIFEST.replace('>=3.10', '>= 3.10'), LOCK],
    ['a workspace', `${MANIFEST}[tool.pdm.workspace]\nmembers = ["parts/*"]\n`, LOCK],
  ])('is left open with %s', (_, manifest, lock) => {
    expect(judge(manifest, lock)).toBe('unknown');
  });
});
