import { describe, expect, it } from 'vitest';
import type { CrossCheck } from '../../server/freshness/cross-check.ts';
import { crossCheck } from '../../server/freshness/cross-check.ts';
import { poetryCauses } from '../../server/freshness/poetry-causes.ts';
import type { Dependency } from '../../server/manifests/model.ts';
import { formatConstraint } from '../../server/python/format-constraint.ts';
import { normalizeName } from '../../server/python/names.ts';
import type { Span } from '../../server/text.ts';
import type { CorpusProject } from './support.ts';
import { CORPORA, corpusProject, hasOracles, readOracle, report } from './support.ts';

interface CrossCheckRow {
  readonly project: string;
  readonly group: string;
  readonly name: string;
  readonly normalized: string;
  readonly constraint: string | null;
  readonly constraint_normalized: string;
  readonly optional: boolean;
  readonly extras: readonly string[];
  readonly allow_prereleases: boolean | null;
  readonly reachable: boolean;
  readonly direct_origin: { readonly type: string } | null;
  readonly locked: readonly { readonly version: string; readonly satisfied: boolean }[];
  readonly status: 'satisfied' | 'unsatisfied' | 'not-locked';
}

interface MutantRow {
  readonly project: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly old: string;
  readonly new: string;
  readonly name: string;
  readonly group: string;
  readonly computed_hash: string;
  readonly status: 'satisfied' | 'unsatisfied';
}

describe.skipIf(!hasOracles)('dependencies against locks (needs ../shared)', () => {
  it.each(CORPORA)('of $folder', ({ prefix, folder }) => {
    const rows = readOracle<CrossCheckRow>(`${prefix}cross-check`);
    const projects = new Map<string, CorpusProject>();
    for (const row of rows) {
      const project = projects.get(row.project) ?? corpusProject(folder, row.project);
      projects.set(row.project, project);
      const where = `${row.project} ${row.group} ${row.name} ${row.constraint ?? ''}`;
      const dependency = declarationOf(row, project);
      expect(dependency, where).toBeDefined();
      if (dependency === undefined) continue;
      const { status, locked } = crossCheck(dependency, project.manifest, project.lock);
      expect(status, where).toBe(expectedStatus(row));
      expect(locked.map(({ version }) => version).toSorted(), where).toEqual(
        row.locked.flatMap(({ satisfied, version }) => (satisfied ? [version] : [])).toSorted(),
      );
      expect(dependency.extras.map(({ name }) => normalizeName(name)).toSorted(), where).toEqual(
        row.extras.toSorted(),
      );
      expect(dependency.optional, where).toBe(row.optional);
    }
    report(`cross-check, ${folder}`, rows.length);
  });

  it.each(CORPORA)('after one constraint is edited, of $folder', ({ prefix, folder }) => {
    const rows = readOracle<MutantRow>(`${prefix}mutants`);
    for (const row of rows) {
      const where = `${row.project} ${row.name} ${row.new}`;
      const mutant = corpusProject(folder, row.project, (text) => applyMutation(text, row));
      const edited = mutant.manifest.dependencies.find(
        ({ constraint, group }) =>
          group === row.group && constraint !== null && isIn(constraint.span, row, mutant.text),
      );
      expect(edited?.normalized, where).toBe(normalizeName(row.name));
      if (edited === undefined) continue;
      // A requirement's parentheses are no part of its constraint.
      expect(edited.constraint?.text, where).toBe(row.new.replace(/^\((.*)\)$/, '$1'));
      expect(mutant.freshness, where).toMatchObject({
        state: 'stale',
        expected: row.computed_hash,
      });
      const { status } = crossCheck(edited, mutant.manifest, mutant.lock);
      expect(status, where).toBe(row.status);
      const blamed = poetryCauses(mutant.manifest, mutant.lock).some(
        (cause) => cause.span?.start === edited.constraint?.span.start,
      );
      expect(blamed, where).toBe(row.status === 'unsatisfied');
    }
    report(`mutants, ${folder}`, rows.length);
  });
});

/** One row is one declaration: of several for one name, that whose constraint is the row's. */
function declarationOf(row: CrossCheckRow, { manifest }: CorpusProject): Dependency | undefined {
  return manifest.dependencies.find(
    (dependency) =>
      dependency.normalized === row.normalized &&
      dependency.group === row.group &&
      (row.direct_origin === null
        ? hasConstraint(dependency, row.constraint_normalized)
        : dependency.reference !== null),
  );
}

function hasConstraint({ constraint }: Dependency, normalized: string): boolean {
  if (constraint === null) return normalized === '*';
  return 'ranges' in constraint.parsed && formatConstraint(constraint.parsed) === normalized;
}

function expectedStatus({ status, reachable }: CrossCheckRow): CrossCheck['status'] {
  if (status === 'satisfied') return status;
  if (!reachable) return 'unreachable';
  return status === 'not-locked' ? 'not-in-lock' : status;
}

function isIn(span: Span, row: MutantRow, text: string): boolean {
  const start = offsetOf(text, row);
  return span.start >= start && span.end <= start + row.new.length;
}

function offsetOf(text: string, { line, start }: MutantRow): number {
  return text.split('\n').slice(0, line).join('\n').length + (line === 0 ? 0 : 1) + start;
}

function applyMutation(text: string, row: MutantRow): string {
  const at = offsetOf(text, row);
  const end = at + row.end - row.start;
  expect(text.slice(at, end), row.project).toBe(row.old);
  return text.slice(0, at) + row.new + text.slice(end);
}
