import { isReadBefore } from '../../inspect/inspected.ts';
import type { LockedPackage } from '../../locks/model.ts';
import type { Project } from '../../project/model.ts';
import type { Snapshot } from '../model.ts';
import { lockedAt, placeAt } from '../place.ts';
import type { CodeAction } from './model.ts';

/**
 * Offers to read what a package says itself, where nothing or only recipes are known of it, and the same of the whole
 * lock. What is read is kept in the user's cache; no file of the project changes.
 */
export function readPackages(snapshot: Snapshot, offset: number): readonly CodeAction[] {
  const place = placeAt(snapshot, offset);
  if (place === null) return [];
  const { project } = place;
  const here = lockedAt(place).filter((locked) => isUnread(project, locked));
  const all = (project.lock?.packages ?? []).filter((locked) => isUnread(project, locked));
  return [
    ...here
      .slice(0, 1)
      .map(({ name, version }) =>
        action(`Read what ${name} ${version ?? ''} says itself of its needs`, [name]),
      ),
    ...(all.length > 1 && here.length > 0
      ? [action(`Read what all ${all.length} such packages of the lock say themselves`, null)]
      : []),
  ];
}

/** Whether a locked package is one that can be read and was not: of an index, with a version. */
function isUnread(project: Project, locked: LockedPackage): boolean {
  const { source, version } = locked;
  const isOfIndex = source === null || source.type === 'registry' || source.type === 'legacy';
  return version !== null && isOfIndex && !isReadBefore(project, locked);
}

function action(title: string, packages: readonly string[] | null): CodeAction {
  return {
    title,
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    createsFile: false,
    reads: { packages },
    edits: () => null,
  };
}
