import { normalizeName } from '../python/names.ts';
import type { Lock } from '../locks/model.ts';
import type { StalenessCause } from './model.ts';
import type { Extra, Manifest } from '../manifests/model.ts';

/** How the project's extras differ from the `[extras]` of a `poetry.lock`, which repeats them by name. */
export function changedExtras(manifest: Manifest, lock: Lock): readonly StalenessCause[] {
  if (!manifest.complete || !lock.complete) return [];
  const locked = new Map<string, ReadonlySet<string>>();
  for (const [name, members] of lock.extras)
    locked.set(normalizeName(name), new Set(members.map(normalizeName)));
  const declared = lockedExtras(manifest);
  const causes = declared.flatMap((extra) =>
    changeOf(extra, locked.get(extra.normalized), manifest),
  );
  const names = new Set(declared.map(({ normalized }) => normalized));
  for (const name of locked.keys()) {
    if (names.has(name)) continue;
    causes.push({
      kind: 'extras',
      message: `it has the extra ${name}, the project has not`,
      span: null,
      package: null,
    });
  }
  return causes;
}

/** Poetry passes over its own extras where `[project]` declares dependencies or extras. */
function lockedExtras({ extras, dependencies }: Manifest): readonly Extra[] {
  const hasProject =
    extras.some(({ origin }) => origin === 'project') ||
    dependencies.some(({ origin }) => origin === 'project');
  return extras.filter(({ origin }) => (origin === 'project') === hasProject);
}

function changeOf(
  extra: Extra,
  locked: ReadonlySet<string> | undefined,
  manifest: Manifest,
): StalenessCause[] {
  const about = { kind: 'extras' as const, package: null };
  if (locked === undefined)
    return [{ ...about, message: `it lacks the extra ${extra.name}`, span: extra.nameSpan }];
  const members = lockedMembers(extra, manifest);
  const added = members.filter(({ normalized }) => !locked.has(normalized));
  const kept = new Set(members.map(({ normalized }) => normalized));
  const removed = [...locked].filter((name) => !kept.has(name));
  return [
    ...added.map(({ normalized, span }) => ({
      ...about,
      message: `it lacks ${normalized} in the extra ${extra.name}`,
      span,
    })),
    ...removed.map((name) => ({
      ...about,
      message: `it has ${name} in the extra ${extra.name}`,
      span: extra.nameSpan,
    })),
  ];
}

/** A member that no main dependency declares does not reach the lock. */
function lockedMembers(extra: Extra, manifest: Manifest): Extra['members'] {
  if (extra.origin === 'project') return extra.members;
  const main = new Set(
    manifest.dependencies
      .filter(({ group, origin }) => group === 'main' && origin !== 'build-system')
      .map(({ normalized }) => normalized),
  );
  return extra.members.filter(({ normalized }) => main.has(normalized));
}
