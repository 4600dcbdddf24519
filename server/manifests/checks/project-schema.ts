import type { TomlValue } from '../../toml/model.ts';
import { address, email, version } from './formats.ts';
import type { Schema, SchemaViolation, TableSchema } from './schema.ts';
import { table, tableOf, text, texts, validate } from './schema.ts';

const person: Schema = {
  type: 'custom',
  check: (value, path) => {
    const violations = validate(value, table({ name: text, email }, { others: 'none' }), path);
    if (value.kind !== 'table' || !value.complete || value.entries.size > 0) return violations;
    return [{ message: `\`${path}\` must have \`name\` or \`email\`.`, span: value.span }];
  },
};

const people: Schema = { type: 'array', items: person };

const readme: Schema = {
  type: 'either',
  schemas: [
    text,
    table(
      { file: text, text, 'content-type': text },
      { required: ['content-type'], others: 'none' },
    ),
  ],
};

const license: Schema = {
  type: 'either',
  schemas: [text, table({ file: text, text }, { others: 'none' })],
};

/** PEP 621 keeps these two for `scripts` and `gui-scripts`. */
const RESERVED_GROUPS = new Set([
  'console_scripts',
  'gui_scripts',
  'console-scripts',
  'gui-scripts',
]);

function checkEntryPoints(value: TomlValue, path: string): readonly SchemaViolation[] {
  const violations = validate(value, tableOf(tableOf(text)), path);
  if (value.kind !== 'table') return violations;
  for (const { key, keySpan } of value.entries.values())
    if (RESERVED_GROUPS.has(key))
      violations.push({
        message: `Group '${key}' is reserved and cannot be used as a custom entry-point group.`,
        span: keySpan,
      });
  return violations;
}

/** poetry-core: `/` between folders, and none above the project's own. */
function checkLicenseFile(value: TomlValue, path: string): readonly SchemaViolation[] {
  const violations = validate(value, text, path);
  if (value.kind !== 'string') return violations;
  const about = { span: value.span };
  if (value.value.includes('\\'))
    return [{ ...about, message: `\`${path}\`: path delimiters must be forward slashes.` }];
  return value.value.split('/').includes('..')
    ? [{ ...about, message: `\`${path}\`: '..' must not be used.` }]
    : violations;
}

const DYNAMIC_FIELDS = [
  'version',
  'description',
  'readme',
  'requires-python',
  'license',
  'license-files',
  'authors',
  'maintainers',
  'keywords',
  'classifiers',
  'urls',
  'scripts',
  'gui-scripts',
  'entry-points',
  'dependencies',
  'optional-dependencies',
];

/** `[project]` as PEP 621 and Poetry 2.3 have it. Other keys are free. `name` is judged with the other names. */
export const projectSchema: TableSchema = table(
  {
    name: text,
    version,
    description: text,
    readme,
    'requires-python': text,
    license,
    'license-files': { type: 'array', items: { type: 'custom', check: checkLicenseFile } },
    authors: people,
    maintainers: people,
    keywords: texts,
    classifiers: texts,
    urls: tableOf(address),
    scripts: tableOf(text),
    'gui-scripts': tableOf(text),
    'entry-points': { type: 'custom', check: checkEntryPoints },
    dependencies: texts,
    'optional-dependencies': tableOf(texts),
    dynamic: { type: 'array', items: { type: 'string', oneOf: DYNAMIC_FIELDS } },
  },
  { required: ['name'] },
);

const include: Schema = table(
  { 'include-group': text },
  { required: ['include-group'], others: 'none' },
);

/** `[dependency-groups]` (PEP 735). */
export const dependencyGroupsSchema: TableSchema = {
  type: 'table',
  others: { type: 'array', items: { type: 'either', schemas: [text, include] } },
};
