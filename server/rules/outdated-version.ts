import { costText, updateCost } from '../index/update-cost.ts';
import { releaseKey, type Release } from '../project/model.ts';
import { atPackage } from './at-package.ts';
import type { Rule } from './model.ts';

/** Known only where an index was asked (`input.index`), and off unless somebody wants it: `outdated` says it too. */
export const outdatedVersion: Rule = {
  id: 'outdated-version',
  about: 'lock',
  defaultSeverity: 'off',
  summary: 'The index has a newer release than the locked one. Off by default.',
  *check(project) {
    const { index } = project.input;
    if (index === undefined) return;
    for (const locked of project.lock?.packages ?? []) {
      const { name, version } = locked;
      const news = version === null ? undefined : index.news.get(releaseKey(name, version));
      if (version === null || news === undefined || news.newest === null) continue;
      const cost = costText(
        news.newest.version,
        updateCost(project, locked, news.newest),
        project.settings.systems,
      );
      const message = `${name} ${version} is locked; ${newer(news.allowed, news.newest)}.`;
      yield* atPackage(project, { name, locked }, cost === '' ? message : `${message} ${cost}`);
    }
  },
};

function newer(allowed: Release | null, newest: Release): string {
  if (allowed === null) return `${newest.version} is newest`;
  return allowed.version === newest.version
    ? `${newest.version} is newest, and allowed`
    : `${allowed.version} is allowed, ${newest.version} is newest`;
}
