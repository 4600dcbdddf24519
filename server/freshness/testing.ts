import { parseMarker } from '../python/marker.ts';
import { normalizeName } from '../python/names.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import type { WantedConstraint, WantedDependency, WantedProject } from './wanted.ts';

const NOWHERE = { start: 0, end: 0 };

/** A declared dependency, for tests: a plain constraint, and what differs from that. */
export function wanted(
  name: string,
  constraint: string | null = '*',
  more: Partial<WantedDependency> = {},
): WantedDependency {
  return {
    name,
    normalized: normalizeName(name),
    nameSpan: NOWHERE,
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
    reference: null,
    ...more,
  };
}

/** A dependency under a marker, for tests. */
export function wantedIf(name: string, constraint: string, marker: string): WantedDependency {
  const declared = { text: marker, parsed: parseMarker(marker) };
  return wanted(name, constraint, {
    marker: declared,
    conditions: { markers: declared, python: null, platform: null },
  });
}

export function wantedConstraint(text: string): WantedConstraint {
  return { text, span: NOWHERE, parsed: parsePoetryConstraint(text) };
}

/** A project with these dependencies, for tests. */
export function projectOf(
  dependencies: readonly WantedDependency[],
  more: Partial<WantedProject> = {},
): WantedProject {
  return {
    file: '/project/pyproject.toml',
    complete: true,
    name: { normalized: 'project' },
    dependencies,
    requiresPython: wantedConstraint('^3.9'),
    dynamic: [],
    extras: [],
    ...more,
  };
}
