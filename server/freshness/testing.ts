import type { DeclaredConstraint, Dependency, Manifest } from '../manifests/model.ts';
import { manifestOf } from '../manifests/testing.ts';
import { parseMarker } from '../python/marker.ts';
import { normalizeName } from '../python/names.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';

const NOWHERE = { start: 0, end: 0 };

/** A declared dependency, for tests: a plain constraint, and what differs from that. */
export function wanted(
  name: string,
  constraint: string | null = '*',
  more: Partial<Dependency> = {},
): Dependency {
  return {
    name,
    normalized: normalizeName(name),
    nameSpan: NOWHERE,
    span: NOWHERE,
    origin: 'tool.poetry',
    group: 'main',
    extra: null,
    form: 'version',
    constraint: constraint === null ? null : wantedConstraint(constraint),
    extras: [],
    marker: null,
    conditions: { markers: null, python: null, platform: null },
    optional: false,
    source: null,
    allowPrereleases: null,
    reference: null,
    ...more,
  };
}

/** A dependency under a marker, for tests. */
export function wantedIf(name: string, constraint: string, marker: string): Dependency {
  const declared = { text: marker, span: NOWHERE, parsed: parseMarker(marker) };
  return wanted(name, constraint, {
    marker: declared,
    conditions: { markers: declared, python: null, platform: null },
  });
}

export function wantedConstraint(text: string): DeclaredConstraint {
  return { text, span: NOWHERE, parsed: parsePoetryConstraint(text) };
}

/** A manifest with these dependencies, for tests. */
export function projectOf(
  dependencies: readonly Dependency[],
  more: Partial<Manifest> = {},
): Manifest {
  return {
    ...manifestOf('[project]\nname = "project"\n'),
    dependencies,
    requiresPython: wantedConstraint('^3.9'),
    ...more,
  };
}
