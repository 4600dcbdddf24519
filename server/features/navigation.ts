import { fileOf } from '../manifests/file-of.ts';
import { namedIncludes } from '../project/inputs/includes.ts';
import { isRequirements } from '../project/inputs/read.ts';
import { whyLocked } from '../project/verdicts/why.ts';
import { touches } from '../text.ts';
import type { Snapshot } from './model.ts';
import {
  declarationsOf,
  lockedOf,
  occurrencesOf,
  overridesOf,
  packageNameAt,
  type Occurrence,
} from './occurrences.ts';

/**
 * Where an offset leads: from the manifest and from Nix to what is locked, from the lock to the
 * declaration that brought the package.
 */
export function definitionsAt(snapshot: Snapshot, offset: number): readonly Occurrence[] {
  const named = packageNameAt(snapshot, offset);
  if (named === null) return includedAt(snapshot, offset);
  const { project, name, span } = named;
  const here = { file: snapshot.file, span };
  if (snapshot.role !== 'lock') return lockedOf(project, name);
  const locked = lockedOf(project, name);
  // On another package's requirement: the package itself. On the package: who asked for it.
  if (!locked.some((each) => isSame(each, here))) return locked;
  return declarationsAt(snapshot, offset);
}

/** The file that a requirements file includes there. */
function includedAt(
  { role, projects: [{ manifest }] }: Snapshot,
  offset: number,
): readonly Occurrence[] {
  if (role !== 'manifest' || !isRequirements(manifest)) return [];
  return namedIncludes(manifest)
    .filter(({ include }) => touches(include.span, offset))
    .map(({ path }) => ({ file: path, span: { start: 0, end: 0 }, kind: 'include' }));
}

/** Where the project asks for the package at the offset itself, or for the one that brings it. */
export function declarationsAt(snapshot: Snapshot, offset: number): readonly Occurrence[] {
  const named = packageNameAt(snapshot, offset);
  if (named === null) return [];
  const { project, name } = named;
  const own = declarationsOf(project, name);
  if (own.length > 0) return own;
  const why = whyLocked(project, name);
  return why === null
    ? []
    : [
        {
          file: fileOf(project.manifest, why.direct),
          span: why.direct.nameSpan,
          kind: 'declaration',
        },
      ];
}

/** What overrides the package in Nix; where nothing does, what is locked. */
export function implementationsAt(snapshot: Snapshot, offset: number): readonly Occurrence[] {
  const named = packageNameAt(snapshot, offset);
  if (named === null) return [];
  const overrides = overridesOf(named.project, named.name);
  return overrides.length > 0 ? overrides : lockedOf(named.project, named.name);
}

/** Everything that names the package, `withDeclarations` those of the manifest too. */
export function referencesAt(
  snapshot: Snapshot,
  offset: number,
  withDeclarations: boolean,
): readonly Occurrence[] {
  const named = packageNameAt(snapshot, offset);
  if (named === null) return [];
  const all = occurrencesOf(named.project, named.name);
  return withDeclarations ? all : all.filter(({ kind }) => kind !== 'declaration');
}

/** What names the same package in this file. */
export function highlightsAt(snapshot: Snapshot, offset: number): readonly Occurrence[] {
  return referencesAt(snapshot, offset, true).filter(({ file }) => file === snapshot.file);
}

function isSame(
  a: Pick<Occurrence, 'file' | 'span'>,
  b: Pick<Occurrence, 'file' | 'span'>,
): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end;
}
