import type { LockedPackage } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import type { Target } from '../targets/model.ts';
import { targetOf } from '../targets/registry.ts';
import { runLockCommand } from './lock-command.ts';
import type { Rule } from './model.ts';

/** poetry2nix fails on such a package: `Missing suitable source/wheel file entry for …`. */
export const lockWithoutHashes: Rule = {
  id: 'lock-without-hashes',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'The lock names no files for a package from an index.',
  reads: (project) => [project.lock, fetcherOf(project)?.label],
  *check(project) {
    const { lock } = project;
    const fetcher = fetcherOf(project);
    if (fetcher === null || lock?.kind !== fetcher.reads.files?.lock || !lock?.complete) return;
    const without = lock.packages.filter(
      (locked) => isFromIndex(locked) && locked.files.length === 0,
    );
    const [first] = without;
    if (first === undefined) return;
    const others = without.length === 1 ? '' : ` and ${without.length - 1} more`;
    yield {
      file: lock.file,
      span: first.nameSpan,
      message: `The lock names no files for ${first.name}${others}, so ${fetcher.label} cannot fetch them.${runLockCommand(lock)}`,
      package: without.length === 1 ? first.name : null,
    };
  },
};

/** What builds the project by the files that its lock names. */
function fetcherOf({ uses }: Project): Target | null {
  const use = uses.find(({ target }) => targetOf(target).reads.needsFilesInLock);
  return use === undefined ? null : targetOf(use.target);
}

function isFromIndex({ source }: LockedPackage): boolean {
  return source === null || source.type === 'legacy';
}
