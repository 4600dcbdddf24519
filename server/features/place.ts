import type { LockedPackage } from '../locks/model.ts';
import { fileOfLocked } from '../locks/file-of.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { OverrideEntry } from '../nix/api.ts';
import type { Project, ResolvedDependency, Verdict } from '../project/model.ts';
import { touches, type Span } from '../text.ts';
import type { Snapshot } from './model.ts';

/** What stands at an offset of a project's file. `span` is the part of the text that names it. */
export type Place =
  | {
      readonly kind: 'dependency';
      readonly project: Project;
      readonly resolved: ResolvedDependency;
      readonly span: Span;
    }
  | {
      readonly kind: 'locked';
      readonly project: Project;
      readonly locked: LockedPackage;
      readonly span: Span;
    }
  | {
      readonly kind: 'override';
      readonly project: Project;
      readonly entry: OverrideEntry;
      readonly span: Span;
    };

/** Null where nothing stands that this program knows of. */
export function placeAt({ role, file, projects }: Snapshot, offset: number): Place | null {
  switch (role) {
    case 'manifest':
      return dependencyAt(projects[0], file, offset);
    case 'lock':
      return inLock(projects[0], file, offset);
    case 'nix':
      return overrideAt(projects, file, offset);
  }
}

/** The locked packages that a place speaks of. */
export function lockedAt(place: Place): readonly LockedPackage[] {
  switch (place.kind) {
    case 'dependency':
      return place.resolved.locked;
    case 'locked':
      return [place.locked];
    case 'override':
      return place.project.lock?.byName.get(place.entry.normalized) ?? [];
  }
}

/** The verdicts on a place: of what is locked there, or of a requirement that nothing locks or pins. */
export function verdictsAt(place: Place): readonly Verdict[] {
  const { project } = place;
  const locked = lockedAt(place);
  if (locked.length > 0) return locked.flatMap((each) => project.verdictsFor(each));
  return place.kind === 'dependency' ? project.verdictForUnlocked(place.resolved.dependency) : [];
}

function dependencyAt(project: Project, file: string, offset: number): Place | null {
  for (const resolved of project.dependencies) {
    const { dependency } = resolved;
    if (fileOf(project.manifest, dependency) !== file) continue;
    if (!touches(dependency.span, offset) && !touches(dependency.nameSpan, offset)) continue;
    return { kind: 'dependency', project, resolved, span: dependency.nameSpan };
  }
  return mentionAt(project, file, offset);
}

/** A locked package where a comment names it. */
function mentionAt(project: Project, file: string, offset: number): Place | null {
  const { lock } = project;
  if (lock?.mentions === undefined) return null;
  for (const mention of lock.mentions) {
    if (fileOfLocked(lock, mention) !== file || !touches(mention.span, offset)) continue;
    const [locked] = lock.byName.get(mention.name) ?? [];
    if (locked !== undefined) return { kind: 'locked', project, locked, span: mention.span };
  }
  return null;
}

function inLock(project: Project, file: string, offset: number): Place | null {
  const { lock } = project;
  if (lock === null || lock.file !== file) return null;
  const locked = packageAt(lock.packages, offset);
  if (locked === null) return mentionAt(project, file, offset);
  const dependency = locked.dependencies.find(({ nameSpan }) => touches(nameSpan, offset));
  if (dependency !== undefined) {
    const [target] = lock.byName.get(dependency.name) ?? [];
    if (target !== undefined)
      return { kind: 'locked', project, locked: target, span: dependency.nameSpan };
  }
  return { kind: 'locked', project, locked, span: locked.nameSpan };
}

/** Packages stand in the file's order: found by halving, so that a large lock costs no more than a small one. */
export function packageAt(
  packages: readonly LockedPackage[],
  offset: number,
): LockedPackage | null {
  let low = 0;
  let high = packages.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const candidate = packages[middle];
    if (candidate === undefined) return null;
    if (offset < candidate.span.start) high = middle - 1;
    else if (offset >= candidate.span.end) low = middle + 1;
    else return candidate;
  }
  return null;
}

function overrideAt(projects: readonly Project[], file: string, offset: number): Place | null {
  for (const project of projects) {
    for (const { overrides } of project.uses) {
      for (const entry of overrides.entries) {
        if (entry.file === file && touches(entry.nameSpan, offset))
          return { kind: 'override', project, entry, span: entry.nameSpan };
      }
    }
  }
  return null;
}
