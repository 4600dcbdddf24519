import type { FileSystem } from './file-system.ts';
import { gitStateOf, type GitState } from './git-index.ts';

/** Why files are not to be written, a sentence for each whose text git could not give back; by absolute path, null for one that is new. */
export function notHeldByGit(
  texts: ReadonlyMap<string, string | null>,
  fileSystem: FileSystem,
): readonly string[] {
  return [...texts].flatMap(([file, text]) => {
    if (text === null) return [];
    const real = fileSystem.real(file) ?? file;
    const state = gitStateOf(real, text, fileSystem);
    return state === 'held' ? [] : [`${file} ${REASONS[state]}`];
  });
}

const REASONS: Readonly<Record<Exclude<GitState, 'held'>, string>> = {
  changed: 'has changes that git does not have: commit or add them first.',
  untracked: 'is not known to git: add it first.',
  'no-checkout': 'is in no checkout of git, which could give it back.',
  unknown: 'is in a checkout whose index cannot be read here.',
};
