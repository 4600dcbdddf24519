import { lockedRelease, type IndexRelease } from '../../index/releases.ts';
import { costText, updateCost, type UpdateCost } from '../../index/update-cost.ts';
import type { System } from '../../../overrides-db/model.ts';
import type { LockedPackage } from '../../locks/model.ts';
import type { AskedPackage } from '../../network/index-news.ts';
import type { Project } from '../../project/model.ts';
import { nativePaths } from '../../session/native-paths.ts';
import type { LockedProject } from '../locked-projects.ts';
import { joined, json, line, type Printed } from '../printed.ts';

/** What there is to say of one project. */
export interface OutdatedReport extends LockedProject {
  readonly asked: readonly AskedPackage[];
  readonly rows: readonly Row[];
}

/** One package of which a newer release is there. */
interface Row {
  readonly locked: LockedPackage;
  /** The newest that the manifest allows; null where it is not known, or none is newer. */
  readonly allowed: IndexRelease | null;
  readonly newest: IndexRelease;
  /** What the releases that are named cost, by version. */
  readonly costs: ReadonlyMap<string, UpdateCost>;
}

/** What the answers of an index mean for a project. */
export function reportOf(locked: LockedProject, asked: readonly AskedPackage[]): OutdatedReport {
  return { ...locked, asked, rows: rowsOf(locked.project, asked) };
}

export function reportOutdated(
  reports: readonly OutdatedReport[],
  format: 'text' | 'json',
): Printed {
  return format === 'json' ? json(documentOf(reports)) : joined(reports.flatMap(textOf));
}

function rowsOf(project: Project, asked: readonly AskedPackage[]): readonly Row[] {
  return asked.flatMap((one) => {
    if ('why' in one || one.news.newest === null) return [];
    const { locked, news } = one;
    const { allowed, newest } = news;
    if (newest === null) return [];
    const named = allowed === null ? [newest] : [allowed, newest];
    const costs = named.map(
      (release) =>
        [release.version.text, updateCost(project, locked, lockedRelease(release))] as const,
    );
    return [{ locked, allowed, newest, costs: new Map(costs) }];
  });
}

function textOf({ project, asked, rows }: OutdatedReport): readonly Printed[] {
  const unknown = new Map<string, string[]>();
  for (const one of asked)
    if ('why' in one) unknown.set(one.why, [...(unknown.get(one.why) ?? []), one.locked.name]);
  const known = asked.filter((one) => 'news' in one).length;
  return [
    ...rows.flatMap((row) => rowText(row, project.settings.systems)),
    ...(rows.length === 0 && known > 0
      ? [line`Of ${known} that were asked for, nothing newer is there.\n`]
      : []),
    ...(asked.length === 0 ? [line`No dependency is locked from an index.\n`] : []),
    ...[...unknown].map(([why, packages]) => line`Not known, as ${why}: ${packages.join(', ')}.\n`),
  ];
}

function rowText(
  { locked, allowed, newest, costs }: Row,
  systems: readonly System[],
): readonly Printed[] {
  const { name, version } = locked;
  const what =
    allowed === null
      ? `${newest.version.text} is newest`
      : allowed === newest
        ? `${allowed.version.text} is newest, and allowed`
        : `${allowed.version.text} is allowed, ${newest.version.text} is newest`;
  const texts = [...costs]
    .map(([of, cost]) => costText(of, cost, systems))
    .filter((text) => text !== '');
  return [line`${name} ${version ?? ''}: ${what}\n`, ...texts.map((text) => line`  ${text}\n`)];
}

/** The document that `--format json` prints (`docs/outdated.schema.json`). */
function documentOf(reports: readonly OutdatedReport[]): unknown {
  return {
    formatVersion: 1,
    projects: reports.map(({ loaded, lock, asked, rows }) => ({
      root: nativePaths.native(loaded.root),
      lock: nativePaths.native(lock.file),
      packages: rows.map(({ locked, allowed, newest, costs }) => ({
        name: locked.name,
        version: locked.version,
        allowed: allowed === null ? null : releaseDocument(allowed, costs),
        newest: releaseDocument(newest, costs),
      })),
      notKnown: asked.flatMap((one) =>
        'why' in one ? [{ name: one.locked.name, why: one.why }] : [],
      ),
    })),
  };
}

function releaseDocument(
  { version, files }: IndexRelease,
  costs: ReadonlyMap<string, UpdateCost>,
): unknown {
  const dates = files.flatMap(({ uploaded }) => uploaded ?? []).toSorted();
  return {
    version: version.text,
    uploaded: dates[0] ?? null,
    cost: costs.get(version.text) ?? null,
  };
}
