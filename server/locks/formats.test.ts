import { describe, expect, it } from 'vitest';
import { parseToml } from '../toml/parse.ts';
import { LOCK_FORMATS, lockFormatOf, lockFormatsOf } from './formats.ts';

describe('lockFormatOf', () => {
  it.each([
    ['/a/poetry.lock', 'poetry'],
    ['uv.lock', 'uv'],
    ['/a/pdm.lock', 'pdm'],
    ['/a/Pipfile.lock', 'pipfile'],
    ['/a/pylock.toml', 'pylock'],
    ['/a/pylock.dev.toml', 'pylock'],
    ['/a/requirements/dev.txt', 'requirements'],
    ['/a/REQUIREMENTS.IN', 'requirements'],
    ['/a/pylock.a.b.toml', null],
    ['/a/pylock..toml', null],
    ['/a/my-pylock.toml', null],
    ['/a/my-poetry.lock', null],
    ['/a/package-lock.json', null],
    ['/a/pyproject.toml', null],
    ['', null],
  ])('%s', (file, kind) => {
    expect(lockFormatOf(file)?.kind ?? null).toBe(kind);
  });
});

describe('LOCK_FORMATS', () => {
  it('says in which order the locks of a manifest count', () => {
    expect(lockFormatsOf('pyproject').map(({ name }) => name)).toEqual([
      'poetry.lock',
      'uv.lock',
      'pdm.lock',
      'pylock.toml',
    ]);
    expect(lockFormatsOf('pipfile').map(({ name }) => name)).toEqual(['Pipfile.lock']);
  });

  it.each(Object.values(LOCK_FORMATS))('$kind reads a lock of its kind from any text', (format) => {
    for (const text of ['', '{', '[[package]]\nname = "lamp"\nversion = "1"\n', '<<<<<<< HEAD\n']) {
      const lock = format.read('/a/lock', { text, toml: () => parseToml(text) });
      expect(lock.kind).toBe(format.kind);
    }
  });
});
