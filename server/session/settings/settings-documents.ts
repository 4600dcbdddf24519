import { SETTINGS_SECTION } from './settings.ts';
import { settingsTable, type JsonSchema, type SettingDefinition } from './settings-table.ts';

const rows: readonly SettingDefinition<unknown>[] = Object.values(settingsTable);

/** The JSON schema (draft 2020-12) of the settings, as clients send them and as the manifest has them. */
export function settingsSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Settings of ${SETTINGS_SECTION}`,
    type: 'object',
    properties: Object.fromEntries(rows.map((row) => [row.key, propertyOf(row)])),
    additionalProperties: false,
  };
}

/** The page that tells of every setting, in Markdown. */
export function settingsPage(): string {
  return `# Settings

In \`pyproject.toml\` they stand in \`[tool.${SETTINGS_SECTION}]\`; a client sends them as
\`initializationOptions\` or answers \`workspace/configuration\` for the section
\`${SETTINGS_SECTION}\`. The file wins over the client, key by key. A value that cannot be used is
reported, and the rest holds. In JSON the names may be written in camelCase.

| setting | values | default | what it does |
| --- | --- | --- | --- |
${rows.map(rowText).join('\n')}

One diagnostic at one place is ignored by a comment: \`# ${SETTINGS_SECTION}: ignore[code]\` at the
end of the line or alone on the line above; several codes with commas, all without the brackets.
Behind a string of several lines it stands behind the last; what is inside of a string is no comment.
What is ignored about a package in \`pyproject.toml\` is ignored in the lock too.
`;
}

function propertyOf({ schema, summary, defaultValue }: SettingDefinition<unknown>): JsonSchema {
  return { description: summary, ...schema, default: plain(defaultValue) };
}

function rowText({ key, schema, summary, defaultValue }: SettingDefinition<unknown>): string {
  return `| \`${key}\` | ${valuesText(schema)} | \`${JSON.stringify(plain(defaultValue))}\` | ${summary} |`;
}

function valuesText(schema: JsonSchema): string {
  const { enum: choices, items, additionalProperties, type } = schema;
  if (Array.isArray(choices))
    return choices
      .filter((choice) => choice !== null)
      .map((choice) => `\`${String(choice)}\``)
      .join(', ');
  if (isSchema(items)) return `a list of ${valuesText(items)}`;
  if (isSchema(additionalProperties) && additionalProperties['type'] === 'object')
    return 'a table: package = a table';
  if (isSchema(additionalProperties)) return `a table: code = ${valuesText(additionalProperties)}`;
  const [single] = Array.isArray(type) ? type : [type];
  if (single === 'boolean') return '`true`, `false`';
  return typeof schema['pattern'] === 'string' ? 'a version' : `${String(single)}s`;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}

function plain(value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
