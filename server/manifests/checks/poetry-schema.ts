import { dependencies } from './dependency-schema.ts';
import { address } from './formats.ts';
import type { Schema, TableSchema } from './schema.ts';
import { flag, isNameLike, namedTableOf, table, tableOf, text, texts, validate } from './schema.ts';

const format: Schema = { type: 'string', oneOf: ['sdist', 'wheel'] };
const formats: Schema = { type: 'either', schemas: [format, { type: 'array', items: format }] };
const oneLine: Schema = {
  type: 'string',
  format: { words: 'one line', fits: (value) => !value.includes('\n') },
};
const nameLike: Schema = { type: 'string', format: { words: 'a name', fits: isNameLike } };

const script: Schema = {
  type: 'either',
  schemas: [
    text,
    table(
      {
        reference: text,
        type: { type: 'string', oneOf: ['file', 'console'] },
        callable: text,
        extras: texts,
      },
      { others: 'none' },
    ),
  ],
};

const groupKeys: TableSchema = table(
  { optional: flag, 'include-groups': texts, dependencies },
  { others: 'none' },
);

const group: Schema = {
  type: 'custom',
  check: (value, path) => {
    const violations = validate(value, groupKeys, path);
    if (value.kind !== 'table' || !value.complete || value.entries.size > 0) return violations;
    const message = `\`${path}\` must have \`dependencies\`, \`include-groups\` or \`optional\`.`;
    return [{ message, span: value.headerSpans[0] ?? value.span }];
  },
};

const source: TableSchema = table(
  {
    name: text,
    url: address,
    priority: { type: 'string', oneOf: ['primary', 'supplemental', 'explicit'] },
    links: flag,
    indexed: flag,
  },
  { required: ['name'], others: 'none' },
);

/**
 * `[tool.poetry]` as Poetry 2.3 validates it. A key that is not here makes Poetry refuse the file
 * ("Additional properties are not allowed").
 */
export const poetrySchema: TableSchema = table(
  {
    'package-mode': flag,
    name: text,
    version: text,
    description: oneLine,
    keywords: texts,
    homepage: address,
    repository: address,
    documentation: address,
    license: text,
    authors: texts,
    maintainers: texts,
    readme: { type: 'either', schemas: [text, texts] },
    classifiers: { type: 'array' },
    packages: {
      type: 'array',
      items: table(
        { include: text, from: text, to: text, format: formats },
        { required: ['include'], others: 'none' },
      ),
    },
    include: {
      type: 'array',
      items: {
        type: 'either',
        schemas: [
          text,
          table({ path: text, format: formats }, { required: ['path'], others: 'none' }),
        ],
      },
    },
    exclude: { type: 'array' },
    dependencies,
    'dev-dependencies': dependencies,
    extras: namedTableOf({ type: 'array', items: nameLike }),
    group: namedTableOf(group),
    build: {
      type: 'either',
      schemas: [text, table({ 'generate-setup-file': flag, script: text }, { others: 'none' })],
    },
    scripts: namedTableOf(script),
    plugins: namedTableOf(namedTableOf(text)),
    urls: tableOf(text),
    'requires-poetry': text,
    'requires-plugins': dependencies,
    source: { type: 'array', items: source },
    'build-constraints': namedTableOf(dependencies),
  },
  { others: 'none' },
);
