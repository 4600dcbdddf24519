import type { Span } from '../../text.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../../toml/model.ts';
import { textSpan } from '../toml-access.ts';

/** What a value must be. A small part of JSON Schema, enough for what Poetry checks with it. */
export type Schema =
  | { readonly type: 'boolean' }
  | {
      readonly type: 'string';
      readonly format?: TextFormat;
      readonly oneOf?: readonly string[];
    }
  | { readonly type: 'array'; readonly items?: Schema }
  | TableSchema
  /** The first of a kind that fits the value's type judges it. */
  | { readonly type: 'either'; readonly schemas: readonly Schema[] }
  /** For what no table of keys can say. */
  | {
      readonly type: 'custom';
      readonly check: (value: TomlValue, path: string) => readonly SchemaViolation[];
    };

export interface TextFormat {
  /** Behind `must be`. */
  readonly words: string;
  readonly fits: (text: string) => boolean;
}

export interface TableSchema {
  readonly type: 'table';
  readonly required?: readonly string[];
  readonly keys?: ReadonlyMap<string, Schema>;
  /** For keys that are not among `keys`; without it they are free. */
  readonly others?: Schema | 'none';
  /** Poetry's schemas pass over keys that are not package names. */
  readonly othersAreNames?: true;
}

export interface SchemaViolation {
  readonly message: string;
  readonly span: Span;
}

export const text: Schema = { type: 'string' };
export const flag: Schema = { type: 'boolean' };
export const texts: Schema = { type: 'array', items: text };

/** A table schema by its keys. */
export function table(
  keys: Readonly<Record<string, Schema>>,
  more: Omit<TableSchema, 'type' | 'keys'> = {},
): TableSchema {
  return { type: 'table', keys: new Map(Object.entries(keys)), ...more };
}

/** A table whose keys are all free and whose values are alike. */
export function tableOf(others: Schema): TableSchema {
  return { type: 'table', others };
}

/** A table whose keys are names and whose values are alike. */
export function namedTableOf(others: Schema): TableSchema {
  return { type: 'table', others, othersAreNames: true };
}

/** Whether a text is a name as Poetry's schemas have it, which is less than PEP 508 asks. */
export function isNameLike(name: string): boolean {
  return /^[a-zA-Z-_.0-9]+$/.test(name);
}

/** Everything in `value` that the schema does not allow. `path` is how messages name the value, such as `tool.poetry`. */
export function validate(value: TomlValue, schema: Schema, path: string): SchemaViolation[] {
  switch (schema.type) {
    case 'boolean':
      return value.kind === 'boolean' ? [] : [wrongType(value, path, 'true or false')];
    case 'string':
      return validateString(value, schema, path);
    case 'array':
      return validateArray(value, schema, path);
    case 'table':
      return value.kind === 'table'
        ? validateTable(value, schema, path)
        : [wrongType(value, path, 'a table')];
    case 'either': {
      const fitting = schema.schemas.find((each) => fits(value, each));
      return fitting === undefined
        ? [wrongType(value, path, schema.schemas.map(describe).join(' or '))]
        : validate(value, fitting, path);
    }
    case 'custom':
      return [...schema.check(value, path)];
  }
}

/** The violation of a value of the wrong type. */
export function wrongType(value: TomlValue, path: string, expected: string): SchemaViolation {
  return { message: `\`${path}\` must be ${expected}.`, span: value.span };
}

function validateString(
  value: TomlValue,
  schema: Schema & { readonly type: 'string' },
  path: string,
): SchemaViolation[] {
  if (value.kind !== 'string') return [wrongType(value, path, 'a string')];
  if (schema.oneOf !== undefined && !schema.oneOf.includes(value.value)) {
    const allowed = schema.oneOf.map((each) => `\`${each}\``).join(', ');
    return [{ message: `\`${path}\` must be one of ${allowed}.`, span: textSpan(value) }];
  }
  const { format } = schema;
  if (format === undefined || format.fits(value.value)) return [];
  return [{ message: `\`${path}\` must be ${format.words}.`, span: textSpan(value) }];
}

function validateArray(
  value: TomlValue,
  schema: Schema & { readonly type: 'array' },
  path: string,
): SchemaViolation[] {
  if (value.kind !== 'array') return [wrongType(value, path, 'a list')];
  const { items } = schema;
  if (items === undefined) return [];
  return value.items.flatMap((item, index) => validate(item, items, `${path}[${index}]`));
}

function validateTable(value: TomlTable, schema: TableSchema, path: string): SchemaViolation[] {
  const violations: SchemaViolation[] = [];
  for (const entry of value.entries.values())
    for (const violation of validateEntry(entry, schema, `${path}.${entry.key}`))
      violations.push(violation);
  if (!value.complete) return violations;
  for (const key of schema.required ?? [])
    if (!value.entries.has(key))
      violations.push({
        message: `\`${path}\` must have \`${key}\`.`,
        span: value.headerSpans[0] ?? value.span,
      });
  return violations;
}

function validateEntry(entry: TomlEntry, schema: TableSchema, path: string): SchemaViolation[] {
  const known = schema.keys?.get(entry.key) ?? schema.others;
  if (known === undefined) return [];
  if (schema.othersAreNames === true && !isNameLike(entry.key)) return [];
  if (known !== 'none') return validate(entry.value, known, path);
  return [{ message: `\`${path}\` is not a key that Poetry knows here.`, span: entry.keySpan }];
}

function fits(value: TomlValue, schema: Schema): boolean {
  return schema.type === 'custom' || schema.type === value.kind;
}

function describe(schema: Schema): string {
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'a string';
    case 'array':
      return 'a list';
    case 'table':
      return 'a table';
    default:
      return 'something else';
  }
}
