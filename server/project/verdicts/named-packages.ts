import type { Dependency } from '../../manifests/model.ts';
import type { TargetUse } from '../../nix/api.ts';
import { isProblem } from '../../python/problem.ts';
import { normalizeName } from '../../python/names.ts';
import { poetryAllows } from '../../python/poetry-constraint.ts';
import { parseVersion } from '../../python/version.ts';
import { takes } from '../../targets/groups.ts';
import type { GroupsAsked } from '../../targets/model.ts';
import { targetOf } from '../../targets/registry.ts';
import type { Project } from '../model.ts';
import { buildsOf } from './builds.ts';
import { surelyHolds } from './built.ts';
import { listedPackages } from './listed-packages.ts';

/** A dependency that is nixpkgs' own package of its name, as the list of its versions has it. */
export interface NamedPackage {
  readonly use: TargetUse;
  readonly dependency: Dependency;
  /** Null where the list has no such package. */
  readonly version: string | null;
  /** Whether that version is what the manifest asks for; null where it is not known. */
  readonly isAllowed: boolean | null;
}

/**
 * The dependencies that a use surely takes from nixpkgs by their names, and that no overlay may replace. Empty
 * without a list of nixpkgs' versions.
 */
export function* namedPackages(project: Project): Iterable<NamedPackage> {
  const { input, manifest, uses, selection } = project;
  const versions = input.nixpkgsVersions;
  if (versions === null || !selection.active || !manifest.complete) return;
  for (const use of uses) {
    if (!use.overrides.understood) continue;
    const replaced = new Set(use.overrides.entries.map(({ normalized }) => normalized));
    for (const dependency of takenBy(use, project)) {
      const { normalized } = dependency;
      if (replaced.has(normalized)) continue;
      const version = versions.get(normalized) ?? null;
      yield { use, dependency, version, isAllowed: allows(dependency, version) };
    }
  }
}

function takenBy(use: TargetUse, project: Project): readonly Dependency[] {
  const { manifest } = project;
  const target = targetOf(use.target);
  const listed = target.reads.takesByName ? null : listedPackages(project, use);
  if (!target.reads.takesByName && listed === null) return [];
  const { groups, extras } = target.takenGroups(use, NOTHING_ASKED).certain;
  const builds = buildsOf(use, manifest, project.settings);
  const hasProject = manifest.dependencies.some(({ origin }) => origin === 'project');
  const taken = manifest.dependencies.filter(
    ({ origin, group, extra, optional, marker }) =>
      origin !== 'build-system' &&
      !(hasProject && origin === 'tool.poetry') &&
      takes(groups, group) &&
      (extra === null ? !optional : takes(extras, normalizeName(extra))) &&
      surelyHolds(marker?.text ?? null, builds),
  );
  if (listed === null) return taken;
  // The lists of a call have what they have: of the others it is said elsewhere.
  const given = new Set(listed.call.dependencies.map(({ attr }) => normalizeName(attr)));
  const { relaxed, checksDependencies } = listed.call;
  const areRelaxed = !checksDependencies || !relaxed.known;
  const free = new Set(relaxed.known ? (relaxed.value ?? []).map(normalizeName) : []);
  return areRelaxed
    ? []
    : taken.filter(({ normalized }) => given.has(normalized) && !free.has(normalized));
}

/** What the Nix files say decides alone. */
const NOTHING_ASKED: GroupsAsked = {
  name: null,
  defaultGroups: [],
  legacyGroups: [],
  members: [],
  pin: null,
};

function allows({ constraint }: Dependency, version: string | null): boolean | null {
  const parsed = version === null ? null : parseVersion(version);
  if (parsed === null || constraint === null || isProblem(constraint.parsed)) return null;
  return poetryAllows(constraint.parsed, parsed);
}
