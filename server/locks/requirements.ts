import type { Dependency } from '../manifests/model.ts';
import type {
  RequirementsInclude,
  RequirementsManifest,
} from '../manifests/requirements/requirements.ts';
import type { Version } from '../python/model.ts';
import { parseVersion } from '../python/version.ts';
import type { Span } from '../text.ts';
import type { Lock, LockedDependency, LockedPackage } from './model.ts';
import { compiledGroups } from './requirements-header.ts';
import { groupByName } from './package-sections.ts';
import { isProblem } from '../python/problem.ts';

/** A requirements file, alone or joined with what it includes. */
export type PinnedRequirements = RequirementsManifest & {
  /** What files of `-c` say: of a dependency that is not pinned itself, the pin is there. */
  readonly constraints?: readonly Dependency[];
  /** The includes that could not be followed; absent where none was tried. */
  readonly unresolved?: readonly RequirementsInclude[];
};

/** A pin. Which files it stands for is not known: the file has their hashes alone. */
export interface RequirementsPackage extends LockedPackage {
  /** `algorithm:digest`, as `--hash` has them. */
  readonly hashes: readonly string[];
}

export interface RequirementsLock extends Lock {
  readonly kind: 'requirements';
  readonly packages: readonly RequirementsPackage[];
}

/**
 * The pins (`==` or `===` and one version) of a requirements file as a lock. It is complete only
 * where every line is pinned and all that is included is known: else what is absent may still be
 * installed.
 *
 * @param command what the file was compiled with; null where it does not say.
 */
export function requirementsLock(
  requirements: PinnedRequirements,
  command: string | null = null,
): RequirementsLock {
  const { dependencies, unnamed, includes, complete, file, constraints = [] } = requirements;
  const edges = edgesOf(requirements);
  const pinned = new Map(
    dependencies.flatMap((dependency) => {
      const pin = pinOf(dependency);
      return pin === null ? [] : [[dependency, pin] as const];
    }),
  );
  const open = new Set(
    dependencies.flatMap((dependency) => (pinned.has(dependency) ? [] : [dependency.normalized])),
  );
  for (const { normalized } of pinned.keys()) open.delete(normalized);
  for (const constraint of constraints) {
    const pin = open.has(constraint.normalized) ? pinOf(constraint) : null;
    if (pin !== null) pinned.set(constraint, pin);
  }
  for (const { normalized } of pinned.keys()) open.delete(normalized);
  const packages = [...pinned].map(([dependency, pin]) =>
    packageOf(dependency, pin, requirements, edges),
  );
  const followed = requirements.unresolved ?? includes;
  return {
    kind: 'requirements',
    file,
    complete:
      complete &&
      open.size === 0 &&
      unnamed.length === 0 &&
      followed.every(({ kind }) => kind !== 'requirements'),
    version: null,
    supported: true,
    packages,
    byName: groupByName(packages),
    contentHash: null,
    generator: null,
    ...(command === null ? {} : { command, madeFor: compiledGroups(command) }),
    pythonVersions: null,
    extras: new Map(),
    mentions: dependencies.flatMap((dependency) =>
      (requirements.via.get(dependency) ?? []).map((each) => ({
        ...each,
        ...(dependency.file === undefined ? {} : { file: dependency.file }),
      })),
    ),
  };
}

interface Pin {
  readonly version: string;
  readonly parsedVersion: Version | null;
  readonly span: Span;
}

/** `== 1.*` leaves the version open; `===` may pin what is not a version of PEP 440. */
function pinOf({ constraint }: Dependency): Pin | null {
  if (constraint === null || isProblem(constraint.parsed)) return null;
  const operator = /^===?/.exec(constraint.text)?.[0];
  if (operator === undefined) return null;
  const rest = constraint.text.slice(operator.length).trim();
  if (rest === '' || /[\s,*]/.test(rest)) return null;
  const { span, text } = constraint;
  const isVerbatim = span.end - span.start === text.length;
  return {
    version: rest,
    parsedVersion: parseVersion(rest),
    span: isVerbatim ? { start: span.end - rest.length, end: span.end } : span,
  };
}

function packageOf(
  dependency: Dependency,
  { version, parsedVersion, span }: Pin,
  { hashes }: PinnedRequirements,
  edges: ReadonlyMap<string, readonly Dependency[]>,
): RequirementsPackage {
  const { marker, file } = dependency;
  return {
    ...(file === undefined ? {} : { file }),
    name: dependency.normalized,
    rawName: dependency.name,
    version,
    parsedVersion,
    headerSpan: dependency.nameSpan,
    nameSpan: dependency.nameSpan,
    versionSpan: span,
    span: dependency.span,
    files: [],
    hashes: (hashes.get(dependency) ?? []).map(({ text }) => text),
    dependencies: (edges.get(dependency.normalized) ?? []).map(edgeTo),
    optional: false,
    pythonVersions: null,
    pythonVersionsSpan: null,
    groups: [],
    markers: marker === null || isProblem(marker.parsed) ? null : marker.text,
    source: null,
    extras: new Map(),
  };
}

/** Parent to children: the comments say it the other way round. */
function edgesOf({
  dependencies,
  via,
}: PinnedRequirements): ReadonlyMap<string, readonly Dependency[]> {
  const edges = new Map<string, Dependency[]>();
  for (const dependency of dependencies)
    for (const { name: parent } of via.get(dependency) ?? []) {
      const children = edges.get(parent);
      if (children === undefined) edges.set(parent, [dependency]);
      else children.push(dependency);
    }
  return edges;
}

function edgeTo({ normalized, nameSpan, marker, extras }: Dependency): LockedDependency {
  return {
    name: normalized,
    nameSpan,
    constraint: null,
    marker: marker === null || isProblem(marker.parsed) ? null : marker.text,
    extras: extras.map(({ name }) => name),
    optional: false,
  };
}
