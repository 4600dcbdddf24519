import type { FileChange, FileSystem } from '../../session/file-system.ts';
import { gitStateOf, type GitState } from '../../session/git-index.ts';

/** Why files are not to be written, a sentence for each that git could not give back. */
export function notHeldByGit(
  changes: readonly FileChange[],
  fileSystem: FileSystem,
): readonly string[] {
  return changes.flatMap(({ file, before }) => {
    if (before === null) return [];
    const real = fileSystem.real(file) ?? file;
    const state = gitStateOf(real, before, fileSystem);
    return state === 'held' ? [] : [`${file} ${REASONS[state]}`];
  });
}

const REASONS: Readonly<Record<Exclude<GitState, 'held'>, string>> = {
  changed: 'has changes that git does not have: commit or add them first.',
  untracked: 'is not known to git: add it first.',
  'no-checkout': 'is in no checkout of git, which could give it back.',
  unknown: 'is in a checkout whose index cannot be read here.',
};
