import { vulnerabilitiesOf, type Advisory } from '../../index/osv.ts';
import { lockedRelease } from '../../index/releases.ts';
import type { LockedPackage } from '../../locks/model.ts';
import type { AskedPackage } from '../../network/index-news.ts';
import { releaseKey, type IndexNews, type IndexView } from '../../project/model.ts';
import type { LockedProject } from '../locked-projects.ts';

/** What an index answered, and what advisories say, as a project takes it: by the releases that are locked. */
export function indexViewOf(
  { lock }: LockedProject,
  asked: readonly AskedPackage[],
  advisories: readonly Advisory[] = [],
): IndexView {
  const told = new Map(asked.map((one) => [one.locked, one]));
  const news = new Map(
    lock.packages.flatMap((locked) => {
      const { name, version } = locked;
      if (version === null) return [];
      const of = newsOfPackage(locked, version, told.get(locked), advisories);
      return [[releaseKey(name, version), of] as const];
    }),
  );
  return { news, versions: new Map() };
}

function newsOfPackage(
  { name }: LockedPackage,
  version: string,
  asked: AskedPackage | undefined,
  advisories: readonly Advisory[],
): IndexNews {
  const news = asked !== undefined && 'news' in asked ? asked.news : null;
  return {
    yanked: news?.current?.yanked ?? null,
    ...(news === null || news.gone.length === 0 ? {} : { gone: news.gone }),
    allowed: news?.allowed == null ? null : lockedRelease(news.allowed),
    newest: news?.newest == null ? null : lockedRelease(news.newest),
    vulnerabilities: vulnerabilitiesOf(advisories, name, version),
  };
}
