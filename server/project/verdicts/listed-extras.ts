import type { Dependency, Extra } from '../../manifests/model.ts';
import type { ListedExtra, ListedPackage, PackageReading } from '../../nix/api.ts';
import { normalizeName } from '../../python/names.ts';
import type { Project } from '../model.ts';

/** An extra that a Nix file lists, held against the manifest. */
export interface ComparedExtra {
  readonly listed: ListedExtra;
  /** Null where the manifest declares no such extra. */
  readonly declared: Extra | null;
  /** What the manifest surely asks for in it and the list has by no name like it. */
  readonly absent: readonly Dependency[];
  /** What the list has and the manifest does not ask for in it, under any name like it. */
  readonly unasked: readonly ListedPackage[];
}

/**
 * `optional-dependencies` of a call of nixpkgs' builders beside the extras of its project. An extra that no list has is
 * no mistake: a package offers what it likes.
 *
 * @param holds whether a dependency's marker surely holds.
 * @param isLike whether nixpkgs may have one name under the other.
 */
export function comparedExtras(
  { manifest, input: { knowledge } }: Project,
  { optional }: PackageReading,
  holds: (dependency: Dependency) => boolean,
  isLike: (a: string, b: string) => boolean,
): readonly ComparedExtra[] {
  // What `setup.py` declares is not known.
  if (manifest.name === null) return [];
  if (manifest.dynamic.some(({ text }) => text === 'optional-dependencies')) return [];
  return optional.flatMap((listed): readonly ComparedExtra[] => {
    const declared =
      manifest.extras.find(({ normalized }) => normalized === normalizeName(listed.name)) ?? null;
    // Some offer the groups of a project as well.
    const isGroup = manifest.groups.some(
      ({ normalized }) => normalized === normalizeName(listed.name),
    );
    if (declared === null) return isGroup ? [] : [{ listed, declared, absent: [], unasked: [] }];
    const asked = declared.members.map(({ normalized }) => normalized);
    // `all = ["app[bright]"]`: what other extras bring is not followed.
    if (asked.includes(manifest.name?.normalized ?? '')) return [];
    const names = listed.packages.map(({ attr }) => normalizeName(attr));
    const absent = listed.complete
      ? manifest.dependencies.filter(
          (dependency) =>
            isOf(dependency, declared) &&
            holds(dependency) &&
            !names.some((name) => isLike(name, dependency.normalized)),
        )
      : [];
    const unasked = listed.packages.filter(
      ({ attr, isOfPython }) =>
        isOfPython &&
        !attr.includes('.') &&
        knowledge.lookup(normalizeName(attr)) !== null &&
        !asked.some((name) => isLike(normalizeName(attr), name)),
    );
    return [{ listed, declared, absent, unasked }];
  });
}

/** Poetry's extras name dependencies that stand elsewhere. */
function isOf({ extra, normalized, optional }: Dependency, declared: Extra): boolean {
  if (declared.origin === 'project')
    return extra !== null && normalizeName(extra) === declared.normalized;
  return optional && declared.members.some((each) => each.normalized === normalized);
}
