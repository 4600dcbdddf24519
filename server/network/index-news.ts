import { packageNews, type PackageNews } from '../index/news.ts';
import type { LockedPackage } from '../locks/model.ts';
import { indexAddressOf } from '../project/index-address.ts';
import type { Project } from '../project/model.ts';
import type { NetworkAccess } from './access.ts';
import { withAgreement } from './agreement.ts';
import { projectOf } from './index-client.ts';
import { NO_INDEX } from './package-files.ts';

/** What an index says of a locked package, or why nothing is known. */
export type AskedPackage = { readonly locked: LockedPackage } & (
  | { readonly news: PackageNews }
  /** A clause for people, without a full stop. */
  | { readonly why: string }
);

/** Questions that are under way at once; of one host four are. */
const AT_ONCE = 8;

/** Asks the index of each locked package; those from elsewhere are left out. Never throws. */
export async function askIndex(
  access: NetworkAccess,
  project: Project,
  packages: readonly LockedPackage[],
  agrees: (host: string) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<readonly AskedPackage[]> {
  const asked: AskedPackage[] = [];
  const ofIndex = packages.filter((locked) => isFromIndex(project, locked));
  const queue = ofIndex.entries();
  const one = async (): Promise<void> => {
    for (const [at, locked] of queue) {
      // Each of these takes the next package when it is through with one.
      // oxlint-disable-next-line no-await-in-loop
      asked[at] = await ask(access, project, locked, agrees, signal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return asked;
}

/** Whether a package is taken from some index: not from a repository, an address, a folder, nor the project itself. */
function isFromIndex(project: Project, locked: LockedPackage): boolean {
  return locked.source === null || indexAddressOf(project, locked) !== null;
}

async function ask(
  access: NetworkAccess,
  project: Project,
  locked: LockedPackage,
  agrees: (host: string) => Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<AskedPackage> {
  const named = indexAddressOf(project, locked);
  const index = named?.address ?? access.defaultIndex?.address ?? null;
  if (index === null) return { locked, why: NO_INDEX };
  access.logins.called(named?.name ?? null, index);
  const answer = await withAgreement(agrees, () =>
    projectOf(access.pages, index, locked.name, signal),
  );
  if (answer.kind === 'absent') return { locked, why: 'the index has no such package' };
  if (answer.kind !== 'project') return { locked, why: answer.problem };
  const news = packageNews(project, locked, answer.project);
  return news === null ? { locked, why: 'its version cannot be read' } : { locked, news };
}
