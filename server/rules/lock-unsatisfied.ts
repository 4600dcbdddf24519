import type { Fix } from '../project/model.ts';
import { fileOfLocked } from '../locks/file-of.ts';
import type { LockedPackage } from '../locks/model.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { Dependency } from '../manifests/model.ts';
import { nearestConstraint } from '../python/nearest-constraint.ts';
import type { Rule } from './model.ts';

export const lockUnsatisfied: Rule = {
  id: 'lock-unsatisfied',
  about: 'lock',
  defaultSeverity: 'error',
  summary: 'The locked version of a dependency does not satisfy its constraint.',
  *check({ dependencies, lock, manifest }) {
    if (lock === null) return;
    for (const { dependency, status } of dependencies) {
      if (status !== 'unsatisfied') continue;
      const locked = lock.byName.get(dependency.normalized) ?? [];
      const versions = locked.flatMap(({ version }) => version ?? []);
      const nearest = versions.length === 1 ? suggestion(dependency, locked) : null;
      yield {
        file: fileOf(manifest, dependency),
        span: dependency.constraint?.span ?? dependency.nameSpan,
        message: messageFor(dependency, versions, nearest),
        package: dependency.normalized,
        related: locked.map((each) => ({
          file: fileOfLocked(lock, each),
          span: each.versionSpan ?? each.nameSpan,
          message: `${each.version ?? 'this'} is locked`,
        })),
        fixes: nearest === null ? [] : fixTo(nearest, dependency, fileOf(manifest, dependency)),
      };
    }
  },
};

function messageFor(
  { name, constraint }: Dependency,
  versions: readonly string[],
  nearest: string | null,
): string {
  const refused =
    constraint === null ? 'is not what is declared' : `\`${constraint.text}\` does not accept`;
  const locked = `${name} ${versions.join(' and ')} is locked, which ${refused}.`;
  return nearest === null ? locked : `${locked} \`${nearest}\` would accept it.`;
}

function suggestion(dependency: Dependency, locked: readonly LockedPackage[]): string | null {
  const version = locked[0]?.parsedVersion ?? null;
  return version === null || dependency.constraint === null
    ? null
    : nearestConstraint(
        dependency.constraint.text,
        version,
        dependency.origin === 'tool.poetry' ? 'poetry' : 'pep440',
      );
}

function fixTo(constraint: string, { constraint: declared }: Dependency, file: string): Fix[] {
  if (declared === null) return [];
  const edits = [{ file, span: declared.span, newText: constraint }];
  return [{ title: `Change the constraint to ${constraint}`, edits }];
}
