import { basename } from 'node:path/posix';
import type { LockedPackage } from '../locks/model.ts';
import type { TargetUse } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { buildsOf } from '../project/verdicts/builds.ts';
import { mayHold } from '../project/verdicts/built.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import { candidateInterpreters } from '../targets/interpreters.ts';
import type { BuildSettings } from '../targets/model.ts';
import type { Span } from '../text.ts';
import { enumeration } from '../words.ts';

/** That these markers choose another package than poetry2nix does, and where it stands in the lock. */
interface MarkersInLock {
  readonly severity: 'warning';
  /** A clause without a full stop. */
  readonly why: string;
  readonly file: string;
  readonly span: Span;
}

/**
 * What a lock of version 2.1 says in `markers`, and poetry2nix reads as `marker`. Dependencies keep their own markers, so
 * that it matters where a package is locked at several versions alone: the last one that supports the interpreter is
 * taken (default.nix, `lockPkgs`), whatever its markers are.
 */
export function markersInLock(
  { lock, manifest, settings }: Project,
  uses: readonly TargetUse[],
): readonly MarkersInLock[] {
  if (lock?.kind !== 'poetry' || lock.version?.text !== '2.1') return [];
  const wrong = [...lock.byName.values()]
    .filter((versions) => versions.length > 1 && versions.every(isMain))
    .flatMap((versions) => {
      const taken = uses.flatMap((use) =>
        takenAgainstMarkers(versions, buildsOf(use, manifest, settings)),
      );
      const [first] = taken;
      return first == null || taken.includes(null)
        ? []
        : [`${first.name} ${first.version ?? ''}`.trim()];
    });
  if (wrong.length === 0) return [];
  return [
    {
      severity: 'warning',
      why: `it reads \`marker\`, and ${basename(lock.file)} of version 2.1 writes \`markers\`, so that of several versions it builds ${enumeration(wrong)}, which the markers leave out`,
      file: lock.file,
      span: lock.version.span,
    },
  ];
}

function isMain({ groups, optional }: LockedPackage): boolean {
  return groups.includes('main') && !optional;
}

/** For each interpreter that one of them supports, the version that is taken though its markers leave it out and take another; null where it is the right one, or may be. */
function takenAgainstMarkers(
  versions: readonly LockedPackage[],
  builds: BuildSettings,
): readonly (LockedPackage | null)[] {
  return builds.pythons.flatMap((python) => {
    const here = { ...builds, pythons: [python] };
    const taken = versions.findLast(({ pythonVersions }) => supports(pythonVersions, python));
    if (taken === undefined) return [];
    const isWrong = !mayBeTaken(taken, here) && versions.some((each) => mayBeTaken(each, here));
    return [isWrong ? taken : null];
  });
}

function supports(pythonVersions: string | null, python: string): boolean {
  const range = parsePoetryConstraint(pythonVersions ?? '*');
  return (
    'problem' in range ||
    candidateInterpreters(null, range, null).includes(python.replace(/^pypy/, ''))
  );
}

/** Whether the markers of a package may hold for the project's own dependencies. */
function mayBeTaken({ markers }: LockedPackage, builds: BuildSettings): boolean {
  const own = typeof markers === 'string' ? markers : (markers?.get('main') ?? null);
  return mayHold(own, builds);
}
