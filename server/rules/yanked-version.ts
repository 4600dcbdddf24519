import { wantedFiles } from '../inspect/wanted.ts';
import type { LockedPackage } from '../locks/model.ts';
import { releaseKey, type IndexNews, type Project } from '../project/model.ts';
import { atPackage } from './at-package.ts';
import type { Rule } from './model.ts';

/** Known only where an index was asked (`input.index`). */
export const yankedVersion: Rule = {
  id: 'yanked-version',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'The index has withdrawn the locked release, or the file of it that is taken.',
  *check(project) {
    const { index } = project.input;
    if (index === undefined) return;
    for (const locked of project.lock?.packages ?? []) {
      const { name, version } = locked;
      const news = version === null ? undefined : index.news.get(releaseKey(name, version));
      const told = news === undefined ? null : whatOf(project, locked, news);
      if (news === undefined || told === null) continue;
      const other = news.allowed === null ? '' : ` ${news.allowed.version} can take its place.`;
      yield* atPackage(project, { name, locked }, `${name} ${version} ${told}.${other}`);
    }
  },
};

function whatOf(
  project: Project,
  locked: LockedPackage,
  { yanked, gone = [] }: IndexNews,
): string | null {
  if (yanked !== null) return `is yanked: ${yanked === '' ? 'no reason is given' : `“${yanked}”`}`;
  if (gone.length === 0) return null;
  const { files } = wantedFiles(project, (each) => each === locked, true);
  const taken = new Set(files.map(({ file }) => file));
  const missing = gone.filter((name) => taken.has(name));
  return missing.length === 0
    ? null
    : `is taken from ${missing.join(', ')}, which the index has no more`;
}
