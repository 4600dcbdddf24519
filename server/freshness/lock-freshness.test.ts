import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { lockCommand, lockFreshness } from './lock-freshness.ts';
import type { Lock } from '../locks/model.ts';
import { readPdmLock } from '../locks/pdm.ts';
import { readPipfileLock } from '../locks/pipfile-lock.ts';
import { readPoetryLock } from '../locks/poetry.ts';
import { readPylock } from '../locks/pylock.ts';
import { requirementsLock } from '../locks/requirements.ts';
import { readRequirements } from '../manifests/requirements/requirements.ts';
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
    [
      'pylock by PDM',
      readPylock('/p/pylock.toml', parseToml('[tool.pdm]\nhashes = { sha256 = "0" }\n')),
      'stale',
    ],
    ['pins', requirementsLock(readRequirements('/p/requirements.txt', 'glow==1')), 'unknown'],
  ])('goes by the rules of %s', (_, lock, state) => {
    expect(lockFreshness(parseToml(MANIFEST), projectOf([]), lock).state).toBe(state);
  });
});

describe('lockCommand', () => {
  it('names what made the lock, or what its tool has for it', () => {
    expect(lockCommand({ kind: 'pdm' })).toBe('pdm lock');
    expect(lockCommand({ kind: 'requirements', command: 'uv pip compile' })).toBe('uv pip compile');
    expect(lockCommand({ kind: 'requirements' })).toBeNull();
    expect(lockCommand({ kind: 'pylock' })).toBeNull();
  });
});
