import type { LockedPackage } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import type { Rule } from './model.ts';

/** poetry2nix fails on such a package: `Missing suitable source/wheel file entry for …`. */
export const lockWithoutHashes: Rule = {
  id: 'lock-without-hashes',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'The lock names no files for a package from an index.',
  reads: (project) => [project.lock, isForPoetry2nix(project)],
  *check(project) {
    const { lock } = project;
    if (lock?.kind !== 'poetry' || !lock.complete || !isForPoetry2nix(project)) return;
    const without = lock.packages.filter(
      (locked) => isFromIndex(locked) && locked.files.length === 0,
    );
    const [first] = without;
    if (first === undefined) return;
    const others = without.length === 1 ? '' : ` and ${without.length - 1} more`;
    yield {
      file: lock.file,
      span: first.nameSpan,
      message: `The lock names no files for ${first.name}${others}, so poetry2nix cannot fetch them. Run \`poetry lock\`.`,
      package: without.length === 1 ? first.name : null,
    };
  },
};

function isForPoetry2nix({ uses }: Project): boolean {
  return uses.some(({ target }) => target === 'poetry2nix');
}

function isFromIndex({ source }: LockedPackage): boolean {
  return source === null || source.type === 'legacy';
}
