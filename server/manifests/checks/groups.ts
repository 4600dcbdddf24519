import { normalizeName } from '../../python/names.ts';
import type { Group, ManifestProblem, SpannedName } from '../model.ts';
import type { CheckContext } from './context.ts';
import { renameFix } from './rename-fix.ts';

/**
 * `unknown-group`, `group-cycle` and `duplicate-group`, over `[dependency-groups]` and
 * `[tool.poetry.group]` together, as poetry-core joins them.
 */
export function checkGroups({ manifest, poetry, project }: CheckContext): ManifestProblem[] {
  // The old dev-dependencies are joined in after includes are resolved, so none can name them.
  const groups = manifest.groups.filter(({ legacy }) => !legacy);
  const hasMain = poetry?.table.entries.has('dependencies') === true || project !== null;
  return groupProblems(groups, manifest.complete, hasMain);
}

/** What is wrong with any groups that may include each other. `isComplete` false: what is absent is not known to be. */
export function groupProblems(
  groups: readonly Group[],
  isComplete: boolean,
  hasMain: boolean,
): ManifestProblem[] {
  return [
    ...(isComplete ? unknownGroups(groups, hasMain) : []),
    ...cycles(groups),
    ...duplicates(groups),
  ];
}

function unknownGroups(groups: readonly Group[], hasMain: boolean): ManifestProblem[] {
  const known = new Set(groups.map(({ normalized }) => normalized));
  if (hasMain) known.add('main');
  return groups.flatMap((group) =>
    group.includes
      .filter(({ name }) => !known.has(normalizeName(name)))
      .map((include) => ({
        code: 'unknown-group',
        message: `Group '${group.name}' includes group '${include.name}' which is not defined.`,
        span: include.span,
        package: null,
        ...renameFix(
          include,
          [...known].filter((name) => name !== group.normalized),
        ),
      })),
  );
}

/** One problem for each include that leads back to a group on the way to it. */
function cycles(groups: readonly Group[]): ManifestProblem[] {
  const includes = joinedIncludes(groups);
  const problems: ManifestProblem[] = [];
  const done = new Set<string>();
  for (const root of includes.keys()) {
    const path: { readonly group: string; next: number }[] = [];
    const onPath = new Set<string>();
    const enter = (group: string): void => {
      path.push({ group, next: 0 });
      onPath.add(group);
    };
    if (!done.has(root)) enter(root);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const include = includes.get(step.group)?.[step.next];
      step.next += 1;
      if (include === undefined) {
        done.add(step.group);
        onPath.delete(step.group);
        path.pop();
        continue;
      }
      const name = normalizeName(include.name);
      if (onPath.has(name))
        problems.push(
          cycleProblem(
            path.map(({ group }) => group),
            name,
            include,
          ),
        );
      else if (!done.has(name)) enter(name);
    }
  }
  return problems;
}

function cycleProblem(
  path: readonly string[],
  back: string,
  include: SpannedName,
): ManifestProblem {
  const circle = [...path.slice(path.indexOf(back) + 1), back];
  return {
    code: 'group-cycle',
    message: `Cyclic dependency group include in ${back}: ${circle.join(' -> ')}`,
    span: include.span,
    package: null,
  };
}

/** By normalised name. Includes that `[tool.poetry.group]` gives replace those of `[dependency-groups]`. */
function joinedIncludes(groups: readonly Group[]): ReadonlyMap<string, readonly SpannedName[]> {
  const includes = new Map<string, readonly SpannedName[]>();
  for (const group of groups) {
    const before = group.origin === 'tool.poetry' ? [] : (includes.get(group.normalized) ?? []);
    if (group.includes.length > 0) includes.set(group.normalized, [...before, ...group.includes]);
  }
  return includes;
}

/** Two spellings of one name; the same spelling in both sections is how they are joined. */
function duplicates(groups: readonly Group[]): ManifestProblem[] {
  const first = new Map<string, Group>();
  const problems: ManifestProblem[] = [];
  for (const group of groups) {
    const other = first.get(group.normalized);
    if (other === undefined) first.set(group.normalized, group);
    else if (other.name !== group.name)
      problems.push({
        code: 'duplicate-group',
        message: `Duplicate dependency group name after normalization: ${group.normalized} (${[other.name, group.name].toSorted().join(', ')})`,
        span: group.nameSpan,
        package: null,
      });
  }
  return problems;
}
