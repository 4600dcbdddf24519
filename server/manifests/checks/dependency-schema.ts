import type { TomlTable, TomlValue } from '../../toml/model.ts';
import type { Schema, SchemaViolation, TableSchema } from './schema.ts';
import { flag, namedTableOf, table, text, texts, validate, wrongType } from './schema.ts';

const conditions = { python: text, platform: text, markers: text };
const prereleases = { 'allow-prereleases': flag, 'allows-prereleases': flag };
const common = { ...conditions, optional: flag, extras: texts };

/** The keys that go with each kind of dependency (Poetry's schema, the definitions of the same names). */
const FORMS: ReadonlyMap<string, TableSchema> = new Map([
  [
    'git',
    table(
      {
        ...common,
        ...prereleases,
        git: text,
        branch: text,
        tag: text,
        rev: text,
        subdirectory: text,
        develop: flag,
      },
      { others: 'none' },
    ),
  ],
  ['file', table({ ...common, file: text, subdirectory: text }, { others: 'none' })],
  ['path', table({ ...common, path: text, subdirectory: text, develop: flag }, { others: 'none' })],
  ['url', table({ ...common, url: text, subdirectory: text }, { others: 'none' })],
  [
    'version',
    table({ ...common, ...prereleases, version: text, source: text }, { others: 'none' }),
  ],
]);

/** A table with none of those keys adds options to a dependency that `[project]` declares. */
const OPTIONS: TableSchema = table(
  { ...conditions, 'allow-prereleases': flag, source: text, develop: flag },
  { others: 'none' },
);

/** A table of dependencies: `[tool.poetry.dependencies]` and its like. */
export const dependencies: Schema = namedTableOf({ type: 'custom', check: checkDependency });

function checkDependency(value: TomlValue, path: string): readonly SchemaViolation[] {
  if (value.kind !== 'array') return checkConstraint(value, path);
  if (value.items.length === 0)
    return [{ message: `\`${path}\` must not be an empty list.`, span: value.span }];
  return value.items.flatMap((item, index) => checkConstraint(item, `${path}[${index}]`));
}

function checkConstraint(value: TomlValue, path: string): readonly SchemaViolation[] {
  if (value.kind === 'string') return [];
  if (value.kind !== 'table') return [wrongType(value, path, 'a constraint, a table or a list')];
  return validate(value, formOf(value), path);
}

function formOf(dependency: TomlTable): TableSchema {
  for (const [key, form] of FORMS) if (dependency.entries.has(key)) return form;
  return OPTIONS;
}
