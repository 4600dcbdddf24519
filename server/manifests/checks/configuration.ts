import type { TomlTable } from '../../toml/model.ts';
import type { ManifestProblem } from '../model.ts';
import { asItems, asTable, asText, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';
import { poetrySchema } from './poetry-schema.ts';
import { dependencyGroupsSchema, projectSchema } from './project-schema.ts';
import type { Schema, SchemaViolation } from './schema.ts';
import { validate } from './schema.ts';

/** `invalid-configuration`: types and keys for which Poetry refuses the whole file. */
export function checkConfiguration({ root, poetry }: CheckContext): ManifestProblem[] {
  return [
    ...violationsAt(root, 'project', projectSchema, 'project'),
    ...violationsAt(valueTable(root, 'tool'), 'poetry', poetrySchema, 'tool.poetry'),
    ...violationsAt(root, 'dependency-groups', dependencyGroupsSchema, 'dependency-groups'),
    ...(poetry === null ? [] : sourceViolations(poetry.table)),
  ].map(({ message, span }) => ({ code: 'invalid-configuration', message, span, package: null }));
}

function valueTable(table: TomlTable, key: string): TomlTable | null {
  return asTable(valueOf(table, key));
}

function violationsAt(
  table: TomlTable | null,
  key: string,
  schema: Schema,
  path: string,
): SchemaViolation[] {
  const value = valueOf(table, key);
  return value === undefined ? [] : validate(value, schema, path);
}

/** What Poetry asks of sources beyond their types (`Factory.create_package_source`, `create_pool`). */
function sourceViolations(poetry: TomlTable): SchemaViolation[] {
  const violations: SchemaViolation[] = [];
  const names = new Set<string>();
  const sources = asItems(valueOf(poetry, 'source'));
  for (const source of sources) {
    const table = asTable(source);
    const name = asText(valueOf(table, 'name'));
    if (table === null || name === null || !table.complete) continue;
    const url = table.entries.get('url');
    const isPypi = name.text.toLowerCase() === 'pypi';
    if (isPypi && url !== undefined)
      violations.push({
        message: 'The PyPI repository cannot be configured with a custom url.',
        span: url.keySpan,
      });
    if (!isPypi && url === undefined)
      violations.push({ message: `Missing [url] in source '${name.text}'.`, span: name.span });
    if (names.has(name.text.toLowerCase()))
      violations.push({
        message: `A repository with name ${name.text} was already added.`,
        span: name.span,
      });
    names.add(name.text.toLowerCase());
  }
  return violations;
}
