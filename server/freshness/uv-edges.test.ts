import { describe, expect, it } from 'vitest';
import { readUvLock } from '../locks/uv.ts';
import { parseToml } from '../toml/parse.ts';
import { ALONE } from './uv-around.ts';
import { uvFreshness } from './uv-freshness.ts';

const MANIFEST = `[project]
name = "house"
version = "1.0"
requires-python = ">=3.10"
dependencies = ["lamp>=1", "wick; python_version < '3.12'"]
[project.optional-dependencies]
bright = ["spark[hot]"]
[dependency-groups]
dev = ["tool"]
`;

/** As uv writes it with its preview `lock-without-metadata`. */
const LOCK = `version = 1
revision = 5
requires-python = ">=3.10"
${['lamp', 'wick', 'spark', 'tool'].map(registryPackage).join('')}
[[package]]
name = "house"
version = "1.0"
source = { virtual = "." }
dependencies = [
    { name = "lamp" },
    { name = "wick", marker = "python_full_version < '3.12'" },
]

[package.optional-dependencies]
bright = [
    { name = "spark", extra = ["hot"] },
]

[package.dev-dependencies]
dev = [
    { name = "tool" },
]
`;

function registryPackage(name: string): string {
  const extras = '\n[package.optional-dependencies]\nhot = [\n    { name = "lamp" },\n]\n';
  return `\n[[package]]\nname = "${name}"\nversion = "1.5"\nsource = { registry = "https://index.test/simple" }\n${name === 'spark' ? extras : ''}`;
}

function judge(manifest: string, lock = LOCK): readonly [state: string, ...names: string[]] {
  const { state, differences } = uvFreshness(
    parseToml(manifest),
    readUvLock('/p/uv.lock', parseToml(lock)),
    { around: { ...ALONE, members: [] } },
  );
  const named = differences.map(({ kind, name, place }) => [kind, name, place].join(' ').trim());
  return [state, ...named];
}

describe('a lock that has the edges of a package alone', () => {
  it.each([
    ['nothing', 'version', 'version'],
    ['a version that the locked one satisfies', 'lamp>=1', 'lamp>=1.2,<2'],
    ['the spelling of a marker', "python_version < '3.12'", "'3.12' > python_full_version"],
    [
      'what holds on no Python of the lock',
      '"lamp>=1"',
      '"lamp>=1", "oil; python_version < \'3\'"',
    ],
  ])('is fresh after a change of %s', (_, before, after) => {
    expect(judge(MANIFEST.replace(before, after))).toEqual(['fresh']);
  });

  it.each([
    ['a version that the locked one is not of', 'lamp>=1', 'lamp>=2', 'requirement lamp'],
    ['a marker', "'3.12'", "'3.13'", 'requirement wick'],
    ['what is asked for', '"lamp>=1"', '"lamp", "oil"', 'requirement oil'],
    ['what is asked for no more', '"lamp>=1", ', '', 'requirement lamp'],
    ['an extra of a package', 'spark[hot]', 'spark', 'requirement spark bright'],
    ['an extra of the project', 'bright =', 'dim =', 'extras dim', 'extras bright'],
    ['a group', 'dev = ["tool"]', 'dev = ["tool"]\nnone = []', 'group none'],
    [
      'what a group asks for',
      '["tool"]',
      '["lamp"]',
      'requirement lamp dev',
      'requirement tool dev',
    ],
    [
      'the place of a package',
      '[dependency-groups]',
      '[tool.uv.sources]\nlamp = { url = "https://files.test/lamp-1.5-py3-none-any.whl" }\n[dependency-groups]',
      'requirement lamp',
    ],
  ])('is stale after a change of %s', (_, before, after, ...differing) => {
    expect(judge(MANIFEST.replace(before, after))).toEqual(['stale', ...differing]);
  });

  it.each([
    [
      'an override',
      MANIFEST.replace(
        '[project]',
        '[tool.uv]\noverride-dependencies = ["lamp>=2"]\n[project]',
      ).replace('lamp>=1', 'lamp>=2'),
      LOCK.replace('\n[[', '\n[manifest]\noverrides = [{ name = "lamp", specifier = ">=2" }]\n[['),
    ],
    [
      'what is locked twice',
      MANIFEST.replace('lamp>=1', 'lamp>=2'),
      LOCK + registryPackage('lamp'),
    ],
    ['an extra of its own', MANIFEST.replace('spark[hot]', 'house[dim]'), LOCK],
    ['an extra that the package has nothing for', MANIFEST.replace('lamp>=1', 'lamp[cold]'), LOCK],
    [
      'an empty extra before they were named',
      `${MANIFEST}none = []\n`,
      LOCK.replace('revision = 5', 'revision = 4'),
    ],
  ])('leaves open what comes of %s', (_, manifest, lock) => {
    expect(judge(manifest, lock)).toEqual(['unknown']);
  });
});
