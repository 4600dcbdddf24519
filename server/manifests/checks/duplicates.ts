import { intersect, isEmpty } from '../../python/constraint.ts';
import { isProblem } from '../../python/problem.ts';
import type { Dependency, ManifestProblem } from '../model.ts';
import type { CheckContext } from './context.ts';

/**
 * `duplicate-dependency`: one name declared twice where only one can count. Several declarations
 * with conditions (a list of tables, requirements with markers) are how one asks for different
 * versions on different Pythons, and are left alone.
 */
export function checkDuplicates({ manifest }: CheckContext): ManifestProblem[] {
  const byPlace = new Map<string, Dependency[]>();
  for (const dependency of manifest.dependencies) {
    const key = JSON.stringify([dependency.normalized, dependency.group]);
    const others = byPlace.get(key);
    if (others === undefined) byPlace.set(key, [dependency]);
    else others.push(dependency);
  }
  return [...byPlace.values()].flatMap((same) => [...repeated(same), ...incompatible(same)]);
}

/** Two spellings of one key, or one requirement twice in a list: both count, and that is rarely meant. */
function repeated(same: readonly Dependency[]): ManifestProblem[] {
  const first = new Map<string, Dependency>();
  const problems: ManifestProblem[] = [];
  for (const dependency of same) {
    if (dependency.marker !== null) continue;
    const extras = dependency.extras.map(({ name }) => name).toSorted();
    const key = JSON.stringify([dependency.origin, dependency.extra, extras]);
    const other = first.get(key);
    if (other === undefined) first.set(key, dependency);
    else if (!isSameList(other, dependency))
      problems.push({
        code: 'duplicate-dependency',
        message: `${dependency.name} is declared twice${other.name === dependency.name ? '' : `: it is the same package as ${other.name}`}.`,
        span: dependency.nameSpan,
        package: dependency.normalized,
        severity: 'warning',
      });
  }
  return problems;
}

/** Whether both are items under one key of a table. */
function isSameList(a: Dependency, b: Dependency): boolean {
  return a.nameSpan.start === b.nameSpan.start;
}

/** Poetry intersects what `[project]` and `[tool.poetry]` say of one dependency, and fails if nothing is left. */
function incompatible(same: readonly Dependency[]): ManifestProblem[] {
  const standard = same.filter(
    ({ origin }) => origin === 'project' || origin === 'dependency-groups',
  );
  const own = same.filter(({ origin }) => origin === 'tool.poetry');
  return own.flatMap((dependency) => {
    const other = standard.find((each) => excludeEachOther(each, dependency));
    if (other === undefined) return [];
    return [
      {
        code: 'duplicate-dependency',
        message: `Cannot enrich dependency with incompatible constraints: ${text(other)} and ${text(dependency)}.`,
        span: dependency.constraint?.span ?? dependency.nameSpan,
        package: dependency.normalized,
      },
    ];
  });
}

/** Only where both always apply: with markers, the two may never meet. */
function excludeEachOther(a: Dependency, b: Dependency): boolean {
  if (a.marker !== null || b.marker !== null) return false;
  if (a.constraint === null || b.constraint === null) return false;
  const [left, right] = [a.constraint.parsed, b.constraint.parsed];
  return !isProblem(left) && !isProblem(right) && isEmpty(intersect(left, right));
}

function text({ name, constraint }: Dependency): string {
  return `${name} (${constraint?.text ?? '*'})`;
}
