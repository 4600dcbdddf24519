import { describe, expect, it } from 'vitest';
import { loadWanted } from './load-wanted.ts';

const LIMITS = { files: 10, rounds: 10 };

/** Files by name, each with the names of those that it wants. */
function loaded(
  disk: Readonly<Record<string, string>>,
  start: readonly string[],
  limits = LIMITS,
): { readonly files: readonly string[]; readonly asked: readonly string[] } {
  const asked = new Set<string>();
  const files = loadWanted(
    new Map(start.map((file) => [file, disk[file] ?? ''])),
    (there) =>
      [...there.values()].flatMap((text) => text.split(' ')).filter((name) => !there.has(name)),
    (file) => disk[file] ?? null,
    limits,
    asked,
  );
  return { files: [...files.keys()], asked: [...asked] };
}

describe('loadWanted', () => {
  it('follows what is wanted, each file once', () => {
    const disk = { a: 'b c', b: 'd b', c: 'd', d: 'a', e: 'f' };
    expect(loaded(disk, ['a'])).toEqual({ files: ['a', 'b', 'c', 'd'], asked: ['b', 'c', 'd'] });
  });

  it('asks once for what is not there', () => {
    expect(loaded({ a: 'x b', b: 'x' }, ['a'])).toEqual({ files: ['a', 'b'], asked: ['x', 'b'] });
  });

  it('answers the very object where nothing is added', () => {
    const nothing = new Map<string, string>();
    expect(
      loadWanted(
        nothing,
        () => ['x'],
        () => null,
        LIMITS,
      ),
    ).toBe(nothing);
    expect(
      loadWanted(
        nothing,
        () => [],
        () => 'never',
        LIMITS,
      ),
    ).toBe(nothing);
  });

  it('ends at its limits', () => {
    const row = { a: 'b', b: 'c', c: 'd', d: 'e', e: '' };
    expect(loaded(row, ['a'], { files: 10, rounds: 2 }).files).toEqual(['a', 'b', 'c']);
    expect(loaded({ a: 'x y z', z: '' }, ['a'], { files: 2, rounds: 9 }).asked).toEqual(['x', 'y']);
  });
});
