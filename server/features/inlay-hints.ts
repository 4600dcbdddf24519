import { groupBy } from '../../overrides-db/group.ts';
import type { LockedPackage } from '../locks/model.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { Dependency } from '../manifests/model.ts';
import { releaseKey, type Project, type ResolvedDependency } from '../project/model.ts';
import type { Span } from '../text.ts';
import { lackedBy } from './native-libraries.ts';
import type { Snapshot } from './model.ts';

/** A short text that the editor shows behind `offset`. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/**
 * The locked version of each dependency of the manifest in `range`, and what somebody has to provide to it. Hints
 * stand at the end of a line, where they cannot be taken for a part of the file; of several dependencies on one line
 * each is named.
 */
export function inlayHints(snapshot: Snapshot, range: Span): readonly InlayHint[] {
  if (snapshot.role !== 'manifest') return [];
  const [project] = snapshot.projects;
  const { text } = snapshot.source;
  const found = project.dependencies.flatMap((resolved) => {
    if (fileOf(project.manifest, resolved.dependency) !== snapshot.file) return [];
    const { span } = resolved.dependency;
    if (span.end < range.start || range.end < span.start) return [];
    const offset = endOfLine(text, lastShown(resolved.dependency));
    return [{ offset, name: resolved.dependency.name, said: hintFor(project, resolved, snapshot) }];
  });
  return [...groupBy(found, ({ offset }) => offset)].flatMap(([offset, onLine]) => {
    const isShared = onLine.length > 1;
    const shown = onLine.flatMap(({ name, said }) => (said === null ? [] : [{ name, ...said }]));
    if (shown.length === 0) return [];
    return [
      {
        offset,
        label: shown.map(({ name, label }) => (isShared ? `${name} ${label}` : label)).join(', '),
        tooltip: shown
          .map(({ name, tooltip }) => (isShared ? `${name}: ${tooltip}` : tooltip))
          .join('\n'),
      },
    ];
  });
}

function hintFor(
  project: Project,
  { dependency, locked }: ResolvedDependency,
  { hints }: Snapshot,
): Omit<InlayHint, 'offset'> | null {
  const versions = locked.map(({ version }) => version ?? '').filter((version) => version !== '');
  const verdicts =
    locked.length > 0
      ? locked.flatMap((each) => project.verdictsFor(each))
      : project.verdictForUnlocked(dependency);
  const lacked = lackedBy(verdicts);
  const parts = [
    hints.versions && !isPinned(dependency, locked) ? versions.join(', ') : '',
    hints.native && lacked.length > 0 ? `lacks ${few(lacked)}` : '',
    hints.updates ? newer(project, locked) : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  const tooltip = [
    versions.length > 0 ? `Locked at ${versions.join(', ')}.` : '',
    lacked.length > 0 ? `Nobody provides ${lacked.join(', ')}.` : '',
  ];
  return {
    label: parts.join(' · '),
    tooltip: tooltip.filter((part) => part !== '').join('\n'),
  };
}

/** `→ 2.1`: what is newest on the index, where one was asked. */
function newer({ input }: Project, locked: readonly LockedPackage[]): string {
  const versions = locked.flatMap(({ name, version }) => {
    const news = version === null ? undefined : input.index?.news.get(releaseKey(name, version));
    return news?.newest == null ? [] : [news.newest.version];
  });
  return versions.length === 0 ? '' : `→ ${versions.join(', ')}`;
}

/** Two are named, more are counted. */
function few(lacked: readonly string[]): string {
  return lacked.length > 2 ? `${lacked.length} inputs` : lacked.join(' and ');
}

/** Whether the version stands there already: the line is what it is locked by. */
function isPinned({ nameSpan }: Dependency, locked: readonly LockedPackage[]): boolean {
  return locked.every((each) => each.nameSpan === nameSpan);
}

/** The last offset of the declaration; of a requirement with options and hashes on further lines, of what is before these. */
function lastShown({ origin, span, nameSpan, constraint, marker }: Dependency): number {
  if (origin !== 'requirements') return span.end;
  return Math.max(nameSpan.end, constraint?.span.end ?? 0, marker?.span.end ?? 0);
}

function endOfLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed < 0) return text.length;
  return text[feed - 1] === '\r' && feed > offset ? feed - 1 : feed;
}
