import { fileOfLocked } from '../locks/file-of.ts';
import { fileOf } from '../manifests/file-of.ts';
import type { Project } from '../project/model.ts';
import type { Span } from '../text.ts';
import type { Snapshot } from './model.ts';
import { placeAt, type Place } from './place.ts';

/** A place in some file that names a package. */
export interface Occurrence {
  readonly file: string;
  readonly span: Span;
  readonly kind: 'declaration' | 'locked' | 'requirement' | 'override' | 'include';
}

/** The package that an offset names, PEP 503, and the project that it is a package of. Null where there is none. */
export function packageNameAt(
  snapshot: Snapshot,
  offset: number,
): { readonly project: Project; readonly name: string; readonly span: Span } | null {
  const place = placeAt(snapshot, offset);
  return place === null ? null : { project: place.project, name: nameOf(place), span: place.span };
}

/** Every place of a project that names the package: manifest, lock, Nix files, in this order. */
export function occurrencesOf(project: Project, name: string): readonly Occurrence[] {
  return [
    ...declarationsOf(project, name),
    ...lockedOf(project, name),
    ...requirementsOf(project, name),
    ...overridesOf(project, name),
  ];
}

export function declarationsOf({ manifest }: Project, name: string): readonly Occurrence[] {
  return manifest.dependencies
    .filter(({ normalized }) => normalized === name)
    .map((dependency) => ({
      file: fileOf(manifest, dependency),
      span: dependency.nameSpan,
      kind: 'declaration',
    }));
}

export function lockedOf({ lock }: Project, name: string): readonly Occurrence[] {
  if (lock === null) return [];
  const packages = lock.byName.get(name) ?? [];
  return packages.map((locked) => ({
    file: fileOfLocked(lock, locked),
    span: locked.nameSpan,
    kind: 'locked',
  }));
}

/** Where other locked packages ask for the package, and where comments of the lock name it. */
function requirementsOf({ lock }: Project, name: string): readonly Occurrence[] {
  if (lock === null) return [];
  const mentions = (lock.mentions ?? []).flatMap((mention): readonly Occurrence[] =>
    mention.name === name
      ? [{ file: fileOfLocked(lock, mention), span: mention.span, kind: 'requirement' }]
      : [],
  );
  // Where the comments say who asks for whom, the packages themselves do not.
  if (lock.mentions !== undefined) return mentions;
  return lock.packages.flatMap(({ dependencies }) =>
    dependencies
      .filter((dependency) => dependency.name === name)
      .map(({ nameSpan }) => ({ file: lock.file, span: nameSpan, kind: 'requirement' as const })),
  );
}

/** Where Nix files override the package, and where the settings of uv that uv2nix reads name it. */
export function overridesOf({ uses, uvPlaces }: Project, name: string): readonly Occurrence[] {
  const entries = uses.flatMap(({ overrides }) => overrides.entries);
  return [
    ...entries
      .filter(({ normalized }) => normalized === name)
      .map(({ file, nameSpan }) => ({ file, span: nameSpan, kind: 'override' as const })),
    ...uvPlaces
      .filter((place) => place.name === name)
      .map(({ file, span }) => ({ file, span, kind: 'override' as const })),
  ];
}

function nameOf(place: Place): string {
  switch (place.kind) {
    case 'dependency':
      return place.resolved.dependency.normalized;
    case 'locked':
      return place.locked.name;
    case 'override':
      return place.entry.normalized;
  }
}
