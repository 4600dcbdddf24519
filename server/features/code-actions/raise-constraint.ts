import { costText, updateCost } from '../../index/update-cost.ts';
import type { LockedPackage } from '../../locks/model.ts';
import { fileOf } from '../../manifests/file-of.ts';
import type { Dependency } from '../../manifests/model.ts';
import { releaseKey, type Project, type Release } from '../../project/model.ts';
import { allows } from '../../python/constraint.ts';
import { nearestConstraint } from '../../python/nearest-constraint.ts';
import { parseVersion } from '../../python/version.ts';
import type { Snapshot } from '../model.ts';
import { placeAt } from '../place.ts';
import type { CodeAction } from './model.ts';

/**
 * Offers to let a dependency take the newest release of its index, where its constraint keeps that out; the title says
 * what the update costs on Nix.
 */
export function raiseConstraint(snapshot: Snapshot, offset: number): CodeAction | null {
  const place = placeAt(snapshot, offset);
  if (place?.kind !== 'dependency') return null;
  const { project, resolved } = place;
  const { dependency, locked: candidates } = resolved;
  const [locked] = candidates;
  if (locked === undefined) return null;
  const newest = newestOf(project, locked);
  const constraint = newest === null ? null : constraintFor(dependency, newest);
  if (newest === null || constraint === null || dependency.constraint === null) return null;
  const { span } = dependency.constraint;
  const file = fileOf(project.manifest, dependency);
  const cost = costText(
    newest.version,
    updateCost(project, locked, newest),
    project.settings.systems,
  );
  const title = `Change the constraint of ${dependency.name} to ${constraint}`;
  return {
    title: cost === '' ? title : `${title}: ${cost.replace(/\.$/, '')}`,
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    createsFile: false,
    edits: () => ({
      edits: new Map([[file, [{ span, newText: constraint }]]]),
      creates: new Map(),
    }),
  };
}

function newestOf({ input }: Project, { name, version }: LockedPackage): Release | null {
  return version === null
    ? null
    : (input.index?.news.get(releaseKey(name, version))?.newest ?? null);
}

/** Null where the release is allowed already, or the constraint cannot be read. */
function constraintFor({ constraint, origin }: Dependency, { version }: Release): string | null {
  const parsed = parseVersion(version);
  if (constraint === null || parsed === null || 'problem' in constraint.parsed) return null;
  if (allows(constraint.parsed, parsed)) return null;
  const isPoetry = origin === 'tool.poetry';
  // What has no near form is written as a tool would that adds the package today.
  return (
    nearestConstraint(constraint.text, parsed, isPoetry ? 'poetry' : 'pep440') ??
    (isPoetry ? `^${version}` : `>=${version}`)
  );
}
