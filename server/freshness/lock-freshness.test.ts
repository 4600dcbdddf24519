import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { lockFreshness } from './lock-freshness.ts';
import type { Lock } from '../locks/model.ts';
import { readPdmLock } from '../locks/pdm.ts';
import { readPipfileLock } from '../locks/pipfile-lock.ts';
import { readPoetryLock } from '../locks/poetry.ts';
import { readPylock } from '../locks/pylock.ts';
import { projectOf } from './testing.ts';
import { readUvLock } from '../locks/uv.ts';

const MANIFEST = '[project]\nname = "lamp"\nversion = "1"\ndependencies = ["glow"]\n';

describe('lockFreshness', () => {
  it.each<[string, Lock, string]>([
    [
      'poetry',
      readPoetryLock('/p/poetry.lock', parseToml('[metadata]\ncontent-hash = "0"\n')),
      'stale',
    ],
    ['uv', readUvLock('/p/uv.lock', parseToml('version = 1\n')), 'stale'],
    [
      'pdm',
      readPdmLock('/p/pdm.lock', parseToml('[metadata]\ncontent_hash = "sha256:0"\n')),
      'stale',
    ],
    ['Pipenv', readPipfileLock('/p/Pipfile.lock', '{"_meta": {}}'), 'stale'],
    ['pylock', readPylock('/p/pylock.toml', parseToml('lock-version = "1.0"\n')), 'unknown'],
  ])('goes by the rules of %s', (_, lock, state) => {
    expect(lockFreshness(parseToml(MANIFEST), projectOf([]), lock).state).toBe(state);
  });
});
