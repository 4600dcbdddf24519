import { releaseKey } from '../project/model.ts';
import { atPackage } from './at-package.ts';
import type { Rule } from './model.ts';

/** Known only where an index was asked (`input.index`). */
export const yankedVersion: Rule = {
  id: 'yanked-version',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'The index has withdrawn the locked release.',
  *check(project) {
    const { index } = project.input;
    if (index === undefined) return;
    for (const locked of project.lock?.packages ?? []) {
      const { name, version } = locked;
      const news = version === null ? undefined : index.news.get(releaseKey(name, version));
      if (version === null || news === undefined || news.yanked === null) continue;
      const reason = news.yanked === '' ? 'no reason is given' : `“${news.yanked}”`;
      const other = news.allowed === null ? '' : ` ${news.allowed.version} can take its place.`;
      const message = `${name} ${version} is yanked: ${reason}.${other}`;
      yield* atPackage(project, { name, locked }, message);
    }
  },
};
