import type { Conditions, System } from '../model.ts';
import { compareVersions, isVersion } from '../versions.ts';
import { justAfter, normalize, type VersionInterval } from '../ranges.ts';

/** One version to try, and the versions that it stands for. */
export interface VersionProbe {
  readonly version: string;
  readonly covers: VersionInterval;
}

/** One observation: something was seen in this build. */
export interface Observation {
  readonly version: string;
  readonly system: System;
  readonly distribution: 'sdist' | 'wheel';
}

/** Everything that was tried: the product of the three. */
export interface ProbeGrid {
  readonly versions: readonly VersionProbe[];
  readonly systems: readonly System[];
  readonly distributions: readonly ('sdist' | 'wheel')[];
}

/**
 * The versions that tell apart every outcome of code that compares against `literals`:
 * each literal itself, and one in each gap around them.
 */
export function versionProbes(literals: readonly string[]): VersionProbe[] {
  const bounds = sortedVersions(literals);
  const first = bounds[0];
  if (first === undefined) return [{ version: '1000.0', covers: {} }];
  const probes: VersionProbe[] = [{ version: '0.0.0.1', covers: { until: first } }];
  for (const [index, bound] of bounds.entries()) {
    const next = bounds[index + 1];
    probes.push({ version: bound, covers: { from: bound, until: justAfter(bound) } });
    probes.push({
      version: next === undefined ? '1000.0' : `${bound}.0.0.1`,
      covers: { from: justAfter(bound), ...(next === undefined ? {} : { until: next }) },
    });
  }
  return probes;
}

/**
 * The conditions under which something was seen: exact on the grid, as few as a
 * grouping by equal version sets gives. Together they are a union.
 */
export function conditionsOf(seen: readonly Observation[], grid: ProbeGrid): Conditions[] {
  const keys = new Set(seen.map(keyOf));
  const groups = new Map<string, Combination[]>();
  for (const distribution of grid.distributions) {
    for (const system of grid.systems) {
      const versions = grid.versions
        .filter(({ version }) => keys.has(keyOf({ version, system, distribution })))
        .map(({ covers }) => covers);
      if (versions.length === 0) continue;
      const set = normalize(versions);
      const group = JSON.stringify(set);
      groups.set(group, [...(groups.get(group) ?? []), { system, distribution }]);
    }
  }
  return [...groups].flatMap(([versions, combinations]) =>
    rectangles(combinations, grid).map((when): Conditions =>
      versions === 'null' ? when : { versions: JSON.parse(versions), ...when },
    ),
  );
}

/** The specifier for the interpreters of `tried` (ascending) at which something was seen; null for all, undefined where they are not in one run. */
export function pythonSpecifier(
  seen: ReadonlySet<string>,
  tried: readonly string[],
): string | null | undefined {
  const flags = tried.map((version) => seen.has(version));
  const start = flags.indexOf(true);
  const end = flags.lastIndexOf(true);
  if (start === -1 || flags.slice(start, end + 1).includes(false)) return undefined;
  const above = tried[end + 1];
  const parts = [
    ...(start === 0 ? [] : [`>=${tried[start]}`]),
    ...(above === undefined ? [] : [`<${above}`]),
  ];
  return parts.length === 0 ? null : parts.join(',');
}

interface Combination {
  readonly system: System;
  readonly distribution: 'sdist' | 'wheel';
}

/** One condition if systems and distributions are a product, else one a distribution. */
function rectangles(combinations: readonly Combination[], grid: ProbeGrid): Conditions[] {
  const systems = grid.systems.filter((one) => combinations.some(({ system }) => system === one));
  const distributions = grid.distributions.filter((one) =>
    combinations.some(({ distribution }) => distribution === one),
  );
  if (combinations.length === systems.length * distributions.length) {
    const only = distributions.length === 1 ? distributions[0] : undefined;
    return [
      {
        ...(systems.length === grid.systems.length ? {} : { systems }),
        ...(only === undefined || grid.distributions.length === 1 ? {} : { distribution: only }),
      },
    ];
  }
  return distributions.flatMap((distribution) =>
    rectangles(
      combinations.filter((one) => one.distribution === distribution),
      grid,
    ),
  );
}

function sortedVersions(literals: readonly string[]): string[] {
  const result: string[] = [];
  const sorted = literals
    .map((text) => text.trim())
    .filter(isVersion)
    .toSorted((a, b) => compareVersions(a, b) ?? 0);
  for (const version of sorted) {
    const last = result.at(-1);
    if (last === undefined || compareVersions(last, version) !== 0) result.push(version);
  }
  return result;
}

function keyOf({ version, system, distribution }: Observation): string {
  return `${version} ${system} ${distribution}`;
}
