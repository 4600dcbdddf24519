import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { lockCauses } from './lock-freshness.ts';
import { projectOf, wanted } from './testing.ts';
import { readUvLock } from '../locks/uv.ts';

const LOCK = `version = 1
requires-python = ">=3.9"
[manifest]
members = ["lamp", "shade"]
constraints = [{ name = "deep", specifier = "<2" }]
[[package]]
name = "lamp"
source = { virtual = "." }
[package.metadata]
requires-dist = [{ name = "glow", specifier = ">=1" }, { name = "wick" }]
[package.metadata.requires-dev]
test = [{ name = "probe" }]
[[package]]
name = "glow"
version = "1.5"
[[package]]
name = "probe"
version = "1.0"
[[package]]
name = "deep"
version = "1.0"
`;
const MANIFEST = `[project]
name = "lamp"
requires-python = ">=3.9"
dependencies = ["glow>=2", "new"]
[project.optional-dependencies]
night = []
[dependency-groups]
test = ["probe>=0"]
`;

function causes(manifest: string, lock: string): readonly string[] {
  const project = projectOf([
    wanted('glow', '>=2', { origin: 'project', nameSpan: { start: 1, end: 5 } }),
    wanted('new', '*', { origin: 'project' }),
    wanted('probe', '>=0', { origin: 'dependency-groups', group: 'test' }),
  ]);
  return lockCauses(
    parseToml(manifest),
    project,
    readUvLock('/project/uv.lock', parseToml(lock)),
  ).map(({ kind, message }) => `${kind}: ${message}`);
}

describe('uvCauses', () => {
  it('says each difference', () => {
    expect(causes(MANIFEST, LOCK)).toEqual([
      'changed: it was made for a workspace',
      'unsatisfied: glow was declared otherwise',
      'not-in-lock: new is not in it',
      'removed: it still has wick',
      'changed: probe in test was declared otherwise',
      'changed: it has other constraints or overrides for deep',
    ]);
  });

  it('says what is another project, Python or extra', () => {
    const lock = LOCK.replace(/members.*\n/, '').replace(
      'requires-dist',
      'provides-extras = []\nrequires-dist',
    );
    const manifest = MANIFEST.replace('"lamp"', '"lantern"').replace('>=3.9', '>=3.10');
    expect(causes(manifest, lock).slice(0, 3)).toEqual([
      'changed: it was not made for lantern',
      'changed: it was made for Python >=3.9, the project asks for ^3.9',
      'changed: it does not have the same extra night',
    ]);
  });

  it('has nothing to say of a fresh lock', () => {
    const lock = `version = 1\n[[package]]\nname = "lamp"\nsource = { virtual = "." }\n`;
    expect(causes('[project]\nname = "lamp"\n', lock)).toEqual([]);
  });
});
