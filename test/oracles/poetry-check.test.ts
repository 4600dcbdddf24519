import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ManifestProblem } from '../../server/manifests/model.ts';
import type { CorpusProject } from './support.ts';
import { CORPORA, corpusPath, corpusProject, hasOracles, readOracle, report } from './support.ts';

interface CheckRow {
  readonly project: string;
  readonly rc: number;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** What else Poetry printed: why it refused a file before it checked it. */
  readonly other: readonly string[];
}

interface ExceptionRow {
  readonly project: string;
  /** With what Poetry fails on the dependencies, once the file has passed its schemas. */
  readonly package_exception?: string;
}

/** Poetry's words for what a JSON schema says, and ours. */
const SCHEMA_WORDS = new Map([
  [
    'tool.poetry.description must match pattern \\A[^\\n]*\\Z',
    '`tool.poetry.description` must be one line.',
  ],
  [
    "Additional properties are not allowed ('License' was unexpected)",
    '`tool.poetry.License` is not a key that Poetry knows here.',
  ],
]);

/** Warnings that Poetry does not come to where it refuses a file, and what it never looks at. */
const UNSEEN_BY_POETRY = new Set([
  'deprecated-build-backend',
  'deprecated-section',
  'deprecated-license',
  'project-migration',
]);

describe.skipIf(!hasOracles)('what poetry check says (needs ../shared)', () => {
  it.each(CORPORA)('of $folder', ({ prefix, folder }) => {
    const rows = readOracle<CheckRow>(`${prefix}poetry-check-cli`);
    const exceptions = new Map(
      readOracle<ExceptionRow>(`${prefix}content-hash`).map((row) => [
        row.project,
        row.package_exception ?? '',
      ]),
    );
    let said = 0;
    for (const row of rows) {
      const project = corpusProject(folder, row.project);
      const ours = new Set(project.manifest.problems.map(({ message }) => plain(message)));
      const fromPoetry = [...row.errors, ...row.warnings, ...refusals(row)];
      for (const message of fromPoetry) {
        expect(
          isSaid(message, ours, project, folder, row.project),
          `${row.project}: ${message}`,
        ).toBe(true);
        said += 1;
      }
      const known = new Set(
        fromPoetry.map((message) => plain(SCHEMA_WORDS.get(message) ?? message)),
      );
      const additional = project.manifest.problems.filter(
        ({ code, message }) =>
          !known.has(plain(message)) &&
          !UNSEEN_BY_POETRY.has(code) &&
          exceptions.get(row.project)?.includes(message) !== true,
      );
      expect(additional.map(summary), row.project).toEqual([]);
    }
    report(`poetry-check-cli, ${folder} (${said} messages)`, rows.length);
  });
});

function isSaid(
  message: string,
  ours: ReadonlySet<string>,
  { freshness, manifest }: CorpusProject,
  folder: string,
  project: string,
): boolean {
  const readme = /^Declared README file does not exist: (.*)$/.exec(message)?.[1];
  if (readme !== undefined)
    return manifest.readmes.some(
      ({ text }) => text === readme && !existsSync(new URL(readme, corpusPath(folder, project))),
    );
  if (message.startsWith('pyproject.toml changed significantly'))
    return freshness.state === 'stale';
  return ours.has(plain(SCHEMA_WORDS.get(message) ?? message));
}

/** Poetry stops at the first of these, so they are not among its errors. */
function refusals({ other }: CheckRow): readonly string[] {
  return other.flatMap((line) => {
    if (line.startsWith('Could not parse version constraint')) return [line];
    return line.startsWith('  - ') ? [line.slice('  - '.length)] : [];
  });
}

function plain(message: string): string {
  return message.replace(/\.$/, '');
}

function summary({ code, message }: ManifestProblem): string {
  return `${code}: ${message}`;
}
