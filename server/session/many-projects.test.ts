import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { readNixSide } from '../project/inputs/read.ts';
import type { NixAnalysis } from '../nix/read/read.ts';
import { Session } from './session.ts';

const NAMES = ['a', 'b', 'c'];
const MANIFEST = '[tool.poetry]\nname = "x"\nversion = "1"\n';

/** A checkout whose outermost Nix file imports those of its projects. */
function checkout(): MemoryFileSystem {
  const calls = NAMES.map((name) => `${name} = callPackage ./${name} { };`).join(' ');
  const files = NAMES.flatMap((name): [string, string][] => [
    [`/w/${name}/pyproject.toml`, MANIFEST],
    [
      `/w/${name}/default.nix`,
      '{ poetry2nix }: poetry2nix.mkPoetryApplication { projectDir = ./.; }\n',
    ],
  ]);
  return new MemoryFileSystem({
    '/w/.git/HEAD': '',
    '/w/default.nix': `{ callPackage, mkShell, python3 }: { ${calls} shell = mkShell { packages = [ python3 ]; }; }\n`,
    ...Object.fromEntries(files),
  });
}

function analysisIn(session: Session, name: string): NixAnalysis | null {
  const { project } = session.project(`/w/${name}/pyproject.toml`);
  return project && readNixSide(project.input).analysis;
}

describe('projects of one checkout', () => {
  it('have their Nix files read once for all of them', () => {
    const session = new Session(checkout(), fixtureKnowledge);
    const [first, ...others] = NAMES.map((name) => analysisIn(session, name));
    expect(first?.files).toHaveLength(4);
    for (const other of others) {
      expect(other).not.toBe(first);
      expect(other?.anywhere()).toBe(first?.anywhere());
    }
  });

  it('see what is nearest to them first, and their own use alone as theirs', () => {
    const session = new Session(checkout(), fixtureKnowledge);
    for (const name of NAMES) {
      expect(analysisIn(session, name)?.files[0]?.path).toBe(`/w/${name}/default.nix`);
      const uses = session.project(`/w/${name}/pyproject.toml`).project?.uses ?? [];
      expect(uses.map(({ file }) => file)).toEqual([`/w/${name}/default.nix`]);
    }
  });

  it('share it still when those that are closed were let go', () => {
    const fileSystem = checkout();
    const session = new Session(fileSystem, fixtureKnowledge);
    const first = analysisIn(session, 'a')?.anywhere();
    session.forgetClosed();
    const { reads } = fileSystem;
    expect(analysisIn(session, 'b')?.anywhere()).toBe(first);
    // Its manifest, and what else may be in its folder; no Nix file.
    expect(fileSystem.reads - reads).toBeLessThan(12);
  });

  it('see a Nix file of another one change', () => {
    const fileSystem = checkout();
    const session = new Session(fileSystem, fixtureKnowledge);
    const before = analysisIn(session, 'a')?.anywhere();
    fileSystem.write('/w/b/default.nix', '{ }: { }\n');
    session.recheck();
    const after = analysisIn(session, 'a')?.anywhere();
    expect(after).not.toBe(before);
    expect(after).toBe(analysisIn(session, 'b')?.anywhere());
    expect(session.project('/w/b/pyproject.toml').project?.uses).toEqual([]);
  });

  it('have Nix files of their own beside those that are shared', () => {
    const fileSystem = checkout();
    fileSystem.write(
      '/w/c/shell.nix',
      '{ mkShell, python3 }: mkShell { packages = [ python3 ]; }\n',
    );
    const session = new Session(fileSystem, fixtureKnowledge);
    expect(analysisIn(session, 'c')?.files).toHaveLength(5);
    expect(analysisIn(session, 'c')?.anywhere()).not.toBe(analysisIn(session, 'a')?.anywhere());
    expect(analysisIn(session, 'a')?.files).toHaveLength(4);
  });
});
