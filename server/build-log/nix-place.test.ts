import { describe, expect, it } from 'vitest';
import type { NixPlace } from './model.ts';
import { placeInProject } from './nix-place.ts';

const COPY = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-source';
const TEXT = '{ pkgs }:\n{\n  é = pkgs.zlibb;\n  𝒳 = pkgs.lib;\n}\n';
const FILES = new Map([
  ['/p/flake.nix', TEXT],
  ['/p/nix/a.nix', '{ }\n'],
]);

/** The text there; null where the place is in no file of the project. */
function at(place: Partial<NixPlace>, files: ReadonlyMap<string, string> = FILES): string | null {
  const found = placeInProject({ file: '', line: 3, column: 8, source: null, ...place }, files);
  if (found === null) return null;
  return `${found.file} ${(files.get(found.file) ?? '').slice(found.span.start, found.span.end)}`;
}

describe('the place of an evaluation error', () => {
  it.each([
    ['a file itself', { file: '/p/flake.nix' }, 'pkgs'],
    ['the copy of a flake', { file: `${COPY}/flake.nix`, source: '  é = pkgs.zlibb;' }, 'pkgs'],
    ['a column in bytes', { file: '/p/flake.nix', line: 4, column: 10 }, 'pkgs'],
    ['a sign', { file: '/p/flake.nix', line: 2, column: 1 }, '{'],
    ['the end of a line', { file: '/p/flake.nix', line: 2, column: 90 }, ''],
  ])('%s', (_, place, word) => {
    expect(at(place)).toBe(`/p/flake.nix ${word}`);
  });

  it.each([
    ['of another file', { file: '/q/flake.nix' }],
    ['of a copy that does not show the line', { file: `${COPY}/flake.nix` }],
    ['of the copy of another flake', { file: `${COPY}/flake.nix`, source: '  zlib = pkgs.zlib;' }],
    ['of a line that has changed', { file: '/p/flake.nix', source: '  zlib = pkgs.zlib;' }],
    ['behind the end', { file: '/p/flake.nix', line: 90 }],
  ])('is not told: %s', (_, place) => {
    expect(at(place)).toBeNull();
  });

  it('is not told where two files are alike', () => {
    const files = new Map([
      ['/p/flake.nix', TEXT],
      ['/p/sub/flake.nix', TEXT],
    ]);
    expect(at({ file: `${COPY}/flake.nix`, source: '  é = pkgs.zlibb;' }, files)).toBeNull();
  });
});
