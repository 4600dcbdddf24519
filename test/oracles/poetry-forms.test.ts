import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../server/freshness/cross-check.ts';
import { readPoetryLock } from '../../server/locks/poetry.ts';
import type { Dependency, Manifest } from '../../server/manifests/model.ts';
import { readPyproject } from '../../server/manifests/pyproject.ts';
import { formatConstraint } from '../../server/python/format-constraint.ts';
import { formatMarker } from '../../server/python/marker.ts';
import { normalizeName } from '../../server/python/names.ts';
import { parseToml } from '../../server/toml/parse.ts';
import { hasOracles, readJson, report } from './support.ts';

interface Forms {
  readonly constraints: readonly ConstraintRow[];
  readonly tables: readonly TableRow[];
}

interface ConstraintRow {
  readonly constraint: string;
  readonly valid: boolean;
  readonly text?: string;
  readonly message?: string;
  readonly empty?: boolean;
}

interface TableRow {
  readonly table: Readonly<Record<string, unknown>>;
  readonly cls: string;
  readonly name: string;
  readonly constraint: string | null;
  readonly optional: boolean;
  readonly extras: readonly string[];
  readonly marker: string;
  readonly allow_prereleases: boolean | null;
  readonly source: string | null;
  readonly schema_errors: readonly string[];
}

const FORM_OF_CLASS = new Map([
  ['VCSDependency', ['git']],
  ['URLDependency', ['url']],
  ['DirectoryDependency', ['path']],
  ['FileDependency', ['file']],
  ['Dependency', ['version', 'options-only']],
]);

describe.skipIf(!hasOracles)('dependency forms as poetry-core reads them (needs ../shared)', () => {
  const forms = hasOracles
    ? (readJson('oracles/poetry-forms.json') as Forms)
    : { constraints: [], tables: [] };

  it('constraints', () => {
    for (const row of forms.constraints) {
      const manifest = manifestWith(JSON.stringify(row.constraint));
      const parsed = only(manifest).constraint?.parsed;
      const problems = manifest.problems.filter(({ code }) => code === 'invalid-constraint');
      if (!row.valid) {
        expect(
          problems.map(({ message }) => message),
          row.constraint,
        ).toEqual([row.message]);
        continue;
      }
      expect(problems, row.constraint).toEqual([]);
      expect(parsed && 'ranges' in parsed && formatConstraint(parsed), row.constraint).toBe(
        row.text,
      );
      // What a constraint contradicts itself in is valid, and nothing that is locked satisfies it.
      const lock = readPoetryLock(
        '/lock',
        parseToml('[[package]]\nname = "foo-bar"\nversion = "9"'),
      );
      if (row.empty === true)
        expect(crossCheck(only(manifest), manifest, lock).status, row.constraint).toBe(
          'unsatisfied',
        );
    }
    report('poetry-forms, constraints', forms.constraints.length);
  });

  it('tables', () => {
    for (const row of forms.tables) {
      const where = JSON.stringify(row.table);
      const manifest = manifestWith(inlineTable(row.table));
      const dependency = only(manifest);
      expect(dependency.normalized, where).toBe(row.name);
      expect(FORM_OF_CLASS.get(row.cls), where).toContain(dependency.form);
      expect(
        dependency.extras.map(({ name }) => normalizeName(name)),
        where,
      ).toEqual(row.extras);
      expect(dependency.optional, where).toBe(row.optional);
      expect(dependency.source?.name ?? null, where).toBe(row.source);
      expect(markerOf(dependency), where).toBe(row.marker);
      const violations = manifest.problems.filter(({ code }) => code === 'invalid-configuration');
      expect(violations.length > 0, where).toBe(row.schema_errors.length > 0);
      if (row.schema_errors.length > 0) continue;
      // A git, path, url or file dependency takes pre-releases; that is said of the form, not declared.
      if (row.cls === 'Dependency')
        expect(dependency.allowPrereleases, where).toBe(row.allow_prereleases);
      const constraint = dependency.form === 'options-only' ? '*' : dependency.constraint?.text;
      expect(constraint ?? null, where).toBe(row.constraint);
    }
    report('poetry-forms, tables', forms.tables.length);
  });
});

function manifestWith(value: string): Manifest {
  const text = `[tool.poetry]\nname = "x"\nversion = "1"\n[tool.poetry.dependencies]\nFoo_Bar = ${value}\n`;
  return readPyproject('/pyproject.toml', parseToml(text));
}

function only({ dependencies }: Manifest): Dependency {
  const [first] = dependencies;
  if (first === undefined) throw new Error('no dependency');
  return first;
}

function inlineTable(table: TableRow['table']): string {
  const members = Object.entries(table).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return `{ ${members.join(', ')} }`;
}

function markerOf({ marker }: Dependency): string {
  if (marker === null || 'problem' in marker.parsed) return '';
  return formatMarker(marker.parsed);
}
