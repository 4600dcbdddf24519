import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../../test/support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../../../test/support/memory-file-system.ts';
import { Session } from '../../session/session.ts';
import { interpreterFor } from './python-for.ts';

function interpreter(requiresPython: string, settings = ''): string | null {
  const manifest = `[project]\nname = "a"\nrequires-python = "${requiresPython}"\n${settings}`;
  const files = { '/p/pyproject.toml': manifest };
  const { project } = new Session(new MemoryFileSystem(files), fixtureKnowledge).project(
    '/p/pyproject.toml',
  );
  return project === null ? null : interpreterFor(project);
}

describe('interpreterFor', () => {
  it.each([
    ['>=3.9', 'python3'],
    ['>=3.12,<3.13', 'python312'],
    ['>=3.10,<3.12', 'python311'],
    ['>=3.14', 'python314'],
    ['<3', 'python3'],
  ])('is for %s %s', (range, expected) => {
    expect(interpreter(range)).toBe(expected);
  });

  it('is the one that the user states', () => {
    const stated = '[tool.pyproject-nix-ls]\npython = "pypy3.10"\n';
    expect(interpreter('>=3.9', stated)).toBe('pypy310');
  });
});
