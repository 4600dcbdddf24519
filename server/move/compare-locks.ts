import type { Lock } from '../locks/model.ts';
import type { OverrideRequest } from '../nix/api.ts';
import { renderStandalone, subjectName } from '../nix/api.ts';
import { joinProject } from '../project/project.ts';
import type { Project, TextFile } from '../project/model.ts';
import { interpreterFor } from '../project/overrides/python-for.ts';
import { standaloneRequests } from '../project/overrides/standalone.ts';
import type { Destination } from './targets.ts';

/** A package whose versions differ between two locks. */
export interface LockDifference {
  /** PEP 503. */
  readonly name: string;
  /** Empty for a package that is not locked there. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The override that the package needs with each lock, as text; null where it needs the same, or where one lock has no such package. */
  readonly needs: { readonly before: string; readonly after: string } | null;
}

/** Packages whose versions differ between two locks of a project, by name, and what the target then needs for them. */
export function compareLocks(
  project: Project,
  before: TextFile,
  after: TextFile,
  destination: Destination,
): readonly LockDifference[] | null {
  const old = withLock(project, before);
  const now = withLock(project, after);
  if (old.lock === null || now.lock === null) return null;
  const oldNeeds = overridesByName(old, destination);
  const newNeeds = overridesByName(now, destination);
  const own = project.manifest.name?.normalized;
  const names = [...new Set([...old.lock.byName.keys(), ...now.lock.byName.keys()])];
  return names
    .filter((name) => name !== own)
    .toSorted()
    .flatMap((name): LockDifference[] => {
      const versions = { before: versionsIn(old.lock, name), after: versionsIn(now.lock, name) };
      if (versions.before.join() === versions.after.join()) return [];
      const needs = { before: oldNeeds.get(name) ?? '', after: newNeeds.get(name) ?? '' };
      const isInBoth = versions.before.length > 0 && versions.after.length > 0;
      const isSame = needs.before === needs.after;
      return [{ name, ...versions, needs: isInBoth && isSame ? null : needs }];
    });
}

/** The project as if that lock were its only one. */
function withLock(project: Project, lock: TextFile): Project {
  const { input } = project;
  const manifest = input.manifest.file;
  return joinProject({
    ...input,
    locks: [lock],
    candidates: [{ manifest, locks: [lock.file], namesTool: true }],
  });
}

function versionsIn(lock: Lock | null, name: string): readonly string[] {
  return (lock?.byName.get(name) ?? []).map(({ version }) => version ?? '').toSorted();
}

function overridesByName(project: Project, destination: Destination): ReadonlyMap<string, string> {
  const interpreter = interpreterFor(project);
  const byName = new Map<string, OverrideRequest[]>();
  for (const request of standaloneRequests(project, destination)) {
    const name = subjectName(request);
    if (name !== null) byName.set(name, [...(byName.get(name) ?? []), request]);
  }
  return new Map([...byName].map(([name, own]) => [name, renderStandalone(own, interpreter)]));
}
