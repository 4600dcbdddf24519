import { describe, expect, it } from 'vitest';
import { inlayHints } from '../../server/features/inlay-hints.ts';
import { Session } from '../../server/session/session.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { lockText } from '../support/project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const MANIFEST = '/project/pyproject.toml';
const NIX =
  '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; preferWheels = false; }';

/** The line that each hint stands behind, and the hint. */
function hintsOf(lines: readonly string[]): readonly (readonly [string, string])[] {
  const text = ['[project]', 'name = "album"', 'requires-python = ">=3.9"', ...lines, ''].join(
    '\n',
  );
  const session = new Session(
    new MemoryFileSystem({
      '/project/.git/HEAD': '',
      '/project/default.nix': NIX,
      [MANIFEST]: text,
      '/project/poetry.lock': lockText([
        { name: 'printing', version: '2.0.1' },
        { name: 'plain', version: '1.5', files: ['plain-1.5-py3-none-any.whl'] },
      ]),
    }),
    fixtureKnowledge,
  );
  const snapshot = session.snapshot(MANIFEST);
  if (snapshot === null) throw new Error('no snapshot');
  return inlayHints(snapshot, { start: 0, end: text.length }).map(({ offset, label }) => [
    text.slice(0, offset).split('\n').at(-1) ?? '',
    label,
  ]);
}

describe('inlayHints', () => {
  it('stand at the end of the line, behind commas and comments', () => {
    expect(hintsOf(['dependencies = [', '  "printing>=2", # paper', '  "plain",', ']'])).toEqual([
      ['  "printing>=2", # paper', '2.0.1 · lacks cups'],
      ['  "plain",', '1.5'],
    ]);
  });

  it('name the dependencies of which several are on one line', () => {
    expect(hintsOf(['dependencies = ["printing>=2", "plain"]'])).toEqual([
      ['dependencies = ["printing>=2", "plain"]', 'printing 2.0.1 · lacks cups, plain 1.5'],
    ]);
  });

  it('are absent where nothing is locked', () => {
    expect(hintsOf(['dependencies = ["never-heard-of"]'])).toEqual([]);
  });
});
