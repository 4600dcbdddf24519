import { describe, it } from 'vitest';
import { anyVersion } from '../../server/python/constraint.ts';
import { formatConstraint } from '../../server/python/format-constraint.ts';
import {
  evaluateMarker,
  formatMarker,
  markerReachable,
  parseMarker,
} from '../../server/python/marker.ts';
import type { Constraint, MarkerEnvironment } from '../../server/python/model.ts';
import { parsePoetryConstraint } from '../../server/python/poetry-constraint.ts';
import { evaluatePoetryMarker, parsePoetryMarker } from '../../server/python/poetry-marker.ts';
import { parsePoetryRequirement } from '../../server/python/poetry-requirement.ts';
import { parseRequirement } from '../../server/python/requirement.ts';
import { parseSpecifiers } from '../../server/python/specifier.ts';
import { environmentsOf, hasRows, isProblem, judge, rowsOf, sameJson } from './rows.ts';
import { CORPORA, corpusProject, readOracle } from './support.ts';

interface MarkerRow {
  readonly marker: string;
  /** Null where neither reads the marker. */
  readonly env: string | null;
  readonly extra: string;
  readonly packaging: boolean | string;
  readonly poetry: boolean | string;
}

interface RequirementRow {
  readonly text: string;
  readonly packaging: Expected & { readonly specifier: string };
  readonly poetry: Expected & { readonly constraint: string };
}

interface Expected {
  readonly valid: boolean;
  readonly name: string;
  readonly extras: readonly string[];
  readonly url: string | null;
  readonly marker: string | null;
}

interface ReachRow {
  readonly project: string;
  readonly marker: string | null;
  readonly reachable: boolean;
}

describe.skipIf(!hasRows)('markers as packaging and Poetry have them (needs ../shared)', () => {
  it('packaging', () => {
    const environments = environmentsOf('markers');
    judge('markers, packaging', rowsOf('markers') as readonly MarkerRow[], (row) => {
      const marker = parseMarker(row.marker);
      if (isProblem(marker)) return row.packaging === 'invalid';
      // packaging raises where a comparison has no meaning.
      const expected = typeof row.packaging === 'boolean' ? row.packaging : null;
      const environment = environments.get(row.env ?? '');
      return (
        row.packaging !== 'invalid' &&
        environment !== undefined &&
        evaluateMarker(marker, { ...environment, extra: row.extra }) === expected
      );
    });
  });

  it('Poetry', () => {
    const environments = environmentsOf('markers');
    judge('markers, Poetry', rowsOf('markers') as readonly MarkerRow[], (row) => {
      const marker = parsePoetryMarker(row.marker);
      if (isProblem(marker)) return row.poetry === 'invalid';
      const environment = environments.get(row.env ?? '');
      if (environment === undefined) return false;
      const holds =
        marker === null || evaluatePoetryMarker(marker, { ...environment, extra: row.extra });
      return holds === row.poetry;
    });
  });

  it.each(CORPORA)('whether they can be reached in $folder', ({ prefix, folder }) => {
    const pythons = new Map<string, Constraint>();
    judge(
      `${prefix}cross-check, reachable`,
      readOracle<ReachRow>(`${prefix}cross-check`),
      ({ project, marker, reachable }) => {
        if (marker === null) return reachable;
        const python = pythons.get(project) ?? pythonOf(folder, project);
        pythons.set(project, python);
        const parsed = parseMarker(marker);
        return !isProblem(parsed) && markerReachable(parsed, { python }) === reachable;
      },
    );
  });
});

function pythonOf(folder: string, project: string): Constraint {
  const parsed = corpusProject(folder, project).manifest.requiresPython?.parsed ?? anyVersion;
  if (isProblem(parsed)) throw new Error(parsed.problem);
  return parsed;
}

describe.skipIf(!hasRows)(
  'requirements as packaging and Poetry have them (needs ../shared)',
  () => {
    it('packaging', () => {
      judge(
        'requirements, packaging',
        rowsOf('requirements') as readonly RequirementRow[],
        (row) => {
          const expected = row.packaging;
          const found = parseRequirement(row.text);
          if (isProblem(found) || !expected.valid) return isProblem(found) && !expected.valid;
          return sameJson(
            [
              found.name.text,
              [...new Set(found.extras.map(({ text }) => text))].toSorted(),
              clausesOf(found.specifier?.text ?? ''),
              found.url?.text ?? null,
              found.marker === null ? null : formatMarker(found.marker.parsed),
            ],
            [
              expected.name,
              expected.extras.toSorted(),
              clausesOf(expected.specifier),
              expected.url,
              expected.marker === null ? null : reprinted(expected.marker),
            ],
          );
        },
      );
    });

    it('Poetry', () => {
      const environments = [...environmentsOf('markers').values()];
      judge('requirements, Poetry', rowsOf('requirements') as readonly RequirementRow[], (row) => {
        const expected = row.poetry;
        const found = parsePoetryRequirement(row.text);
        if (isProblem(found) || !expected.valid) return isProblem(found) && !expected.valid;
        const marker = found.marker?.parsed ?? null;
        return (
          sameJson(
            [
              found.name.text,
              found.extras.map(({ text }) => text).toSorted(),
              formatConstraint(found.constraint?.parsed ?? anyVersion),
              found.url?.text ?? null,
            ],
            [
              expected.name,
              expected.extras.toSorted(),
              reprintedConstraint(expected.constraint),
              expected.url,
            ],
          ) &&
          // Poetry prints a simplified marker, which must hold where the written one does.
          environments.every(
            (environment) =>
              holdsIn(expected.marker, environment) ===
              (marker === null || evaluatePoetryMarker(marker, environment)),
          )
        );
      });
    });
  },
);

/** Without the order, in which packaging prints them anew, and repetitions. */
function clausesOf(text: string): readonly string[] | string {
  const parsed = parseSpecifiers(text);
  if (isProblem(parsed)) return parsed.problem;
  return [...new Set(parsed.clauses.map((clause) => clause.operator + clause.text))].toSorted();
}

function reprinted(text: string): string {
  const marker = parseMarker(text);
  return isProblem(marker) ? marker.problem : formatMarker(marker);
}

function reprintedConstraint(text: string): string {
  const constraint = parsePoetryConstraint(text);
  return isProblem(constraint) ? constraint.problem : formatConstraint(constraint);
}

function holdsIn(text: string | null, environment: MarkerEnvironment): boolean {
  const marker = text === null ? null : parsePoetryMarker(text);
  return !isProblem(marker) && (marker === null || evaluatePoetryMarker(marker, environment));
}
