import { releaseKey } from '../project/model.ts';
import { atPackage } from './at-package.ts';
import type { Rule } from './model.ts';

/** Known only where an index was asked (`indexNews`). */
export const yankedVersion: Rule = {
  id: 'yanked-version',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'The index has withdrawn the locked release.',
  *check(project) {
    const { indexNews } = project.input;
    if (indexNews === undefined) return;
    for (const locked of project.lock?.packages ?? []) {
      const { name, version } = locked;
      const news = version === null ? undefined : indexNews.get(releaseKey(name, version));
      if (version === null || news === undefined || news.yanked === null) continue;
      const reason = news.yanked === '' ? 'no reason is given' : `“${news.yanked}”`;
      const other = news.allowed === null ? '' : ` ${news.allowed} can take its place.`;
      const message = `${name} ${version} is yanked: ${reason}.${other}`;
      yield* atPackage(project, { name, locked }, message);
    }
  },
};
