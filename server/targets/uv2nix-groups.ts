import type { EnvironmentSpec, TargetUse } from '../nix/api.ts';
import type { Choice, GroupsAsked, Names, Taken, TakenGroups } from './model.ts';

/**
 * What the virtual environments of a uv2nix set take, all together: a package is built if any of them takes it. Where
 * none is seen, what `workspace.deps.default` does, and perhaps all else.
 */
export function uv2nixGroups({ environments }: TargetUse, of: GroupsAsked): TakenGroups {
  if (environments === undefined) {
    const groups = new Set(['main', ...of.defaultGroups]);
    return { certain: { groups, extras: NONE.extras, packages: [] }, possible: 'all' };
  }
  const certain = takenBy(environments.environments, of);
  return { certain, possible: environments.complete ? certain : 'all' };
}

const NONE: Choice = { groups: new Set(), extras: new Set() };

function takenBy(specs: readonly EnvironmentSpec[], of: GroupsAsked): Taken {
  const packages = new Map<string, Choice>();
  for (const spec of specs)
    for (const [name, choice] of choicesOf(spec, of))
      packages.set(name, together(packages.get(name) ?? NONE, choice));
  // A manifest without a project is no package: uv2nix knows nothing of its groups.
  const own = of.name === null ? undefined : packages.get(of.name);
  return {
    ...(own === undefined ? NONE : { ...own, groups: union(own.groups, new Set(['main'])) }),
    packages: [...packages].map(([name, choice]) => ({ name, ...choice })),
  };
}

/** What one specification takes of each package, as uv2nix (`deps` in lib/workspace.nix) and pyproject.nix read it. */
export function choicesOf(
  { base, without = [], packages }: EnvironmentSpec,
  { name: own, members, defaultGroups }: GroupsAsked,
): ReadonlyMap<string, Choice> {
  const choices = new Map<string, Choice>();
  if (base !== null)
    for (const member of new Set([...members, ...(own === null ? [] : [own])]))
      if (!without.includes(member))
        choices.set(member, ofMember(base, member === own ? defaultGroups : []));
  for (const { name, takes } of packages) {
    const asked = name ?? own;
    const names = new Set(takes ?? []);
    // The later of two that name one package counts.
    if (asked !== null) choices.set(asked, { groups: names, extras: names });
  }
  return choices;
}

/** @param defaultGroups empty for another member, in whose own manifest they stand: of those none is certain. */
function ofMember(
  base: NonNullable<EnvironmentSpec['base']>,
  defaultGroups: readonly string[],
): Choice {
  switch (base) {
    case 'all':
      return { groups: 'all', extras: 'all' };
    case 'groups':
      return { groups: 'all', extras: NONE.extras };
    case 'optionals':
      return { groups: NONE.groups, extras: 'all' };
    case 'default':
      return { groups: new Set(defaultGroups), extras: NONE.extras };
  }
}

function together(a: Choice, b: Choice): Choice {
  return { groups: union(a.groups, b.groups), extras: union(a.extras, b.extras) };
}

function union(a: Names, b: Names): Names {
  return a === 'all' || b === 'all' ? 'all' : new Set([...a, ...b]);
}
