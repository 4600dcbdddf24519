import { nearestName } from '../../manifests/nearest-name.ts';
import type { Settings } from '../../project/model.ts';
import { normalizeName } from '../../python/names.ts';
import type { Span } from '../../text.ts';
import type { TomlDocument, TomlTable, TomlValue } from '../../toml/model.ts';
import {
  settingsTable,
  type SettingDefinition,
  type SettingProblem,
  type SettingValue,
  type SettingValues,
} from './settings-table.ts';

/** The table of the manifest that holds settings, and the section of the client's configuration. */
export const SETTINGS_SECTION = 'pyproject-nix-ls';

/** Some settings' values, and what could not be used. */
export interface DecodedSettings {
  readonly values: Partial<SettingValues>;
  readonly problems: readonly LocatedProblem[];
}

export interface LocatedProblem {
  /** A whole sentence. */
  readonly message: string;
  /** Keys and indexes from the section to what is wrong. */
  readonly path: readonly (string | number)[];
}

/** Settings as a client sends them, whatever it sends. */
export function decodeClientSettings(json: unknown, codes: ReadonlySet<string>): DecodedSettings {
  const value = unwrapped(fromJson(json, 0));
  if (value === null || value === undefined) return { values: {}, problems: [] };
  if (value instanceof Map) return decodeSettings(value, codes);
  return {
    values: {},
    problems: [{ message: `The settings of ${SETTINGS_SECTION} must be an object.`, path: [] }],
  };
}

/** The settings of `[tool.pyproject-nix-ls]`, with where each problem is in the manifest. */
export function decodeManifestSettings(
  manifest: TomlDocument,
  codes: ReadonlySet<string>,
): {
  readonly values: Partial<SettingValues>;
  readonly problems: readonly (LocatedProblem & { readonly span: Span })[];
} {
  const table = settingsTableOf(manifest);
  if (table === null) return { values: {}, problems: [] };
  const given = new Map(tomlTable(table));
  const switched = given.delete('network') ? [{ message: NOT_OF_PROJECTS, path: ['network'] }] : [];
  const { values, problems } = decodeSettings(given, codes);
  return {
    values,
    problems: [...switched, ...problems].map((problem) => ({
      ...problem,
      span: spanAt(table, problem.path),
    })),
  };
}

/** A stranger's project can switch nothing on. */
const NOT_OF_PROJECTS =
  'The setting network is of your own configuration file alone, and counts for nothing here.';

/** What the project's own part of the program needs of the settings. */
export function projectSettings(values: SettingValues): Settings {
  return {
    target: values.target,
    systems: values.systems,
    python: values.python,
    preferWheels: values.preferWheels,
    severity: Object.fromEntries(values.severity),
    ignoredPackages: values.ignoredPackages.map((name) => normalizeName(name)),
  };
}

/** Settings may come under their section's name, as they stand in a client's configuration file. */
function unwrapped(value: SettingValue): SettingValue {
  if (!(value instanceof Map) || value.size !== 1) return value;
  return value.get(SETTINGS_SECTION) ?? value;
}

function decodeSettings(
  table: ReadonlyMap<string, SettingValue>,
  codes: ReadonlySet<string>,
): DecodedSettings {
  const values: Record<string, unknown> = {};
  const problems: LocatedProblem[] = [];
  for (const [key, value] of table) {
    const row = rowOf(key);
    if (row === null) {
      const message = `Unknown setting ${quote(key)}${didYouMean(key, KEYS)}`;
      problems.push({ message, path: [key] });
      continue;
    }
    const decoded = row.definition.decode(value);
    if (decoded.value !== undefined) values[row.name] = decoded.value;
    for (const problem of decoded.problems) problems.push(located(key, problem));
    if (row.name === 'severity' && value instanceof Map)
      for (const code of value.keys())
        if (!codes.has(code))
          problems.push({
            message: `Unknown diagnostic ${quote(code)}${didYouMean(code, codes)}`,
            path: [key, code],
          });
  }
  return { values, problems };
}

const KEYS: readonly string[] = Object.values(settingsTable).map(({ key }) => key);

/** The end of a sentence about a word that is not known: with what was likely meant, where one is near. */
function didYouMean(given: string, known: Iterable<string>): string {
  const near = nearestName(given, known);
  return near === null ? '.' : `; did you mean ${near}?`;
}

function located(key: string, { path, expected, message }: SettingProblem): LocatedProblem {
  const name = [key, ...path].map((step) => printable(String(step))).join('.');
  return {
    message:
      message === undefined ? `The setting ${name} must be ${expected}.` : `${name}: ${message}`,
    path: [key, ...path],
  };
}

function rowOf(
  key: string,
): { readonly name: string; readonly definition: SettingDefinition<unknown> } | null {
  for (const [name, definition] of Object.entries(settingsTable))
    if (key === definition.key || key === name) return { name, definition };
  return null;
}

function settingsTableOf(manifest: TomlDocument): TomlTable | null {
  // Asked by header first: a manifest without the table need not build its whole tree for it.
  const mentioned = manifest.sections.some(
    ({ path }) => path?.[0] === 'tool' && (path.length === 1 || path[1] === SETTINGS_SECTION),
  );
  if (!mentioned) return null;
  const tool = manifest.root.entries.get('tool')?.value;
  const table = tool?.kind === 'table' ? tool.entries.get(SETTINGS_SECTION)?.value : undefined;
  return table?.kind === 'table' ? table : null;
}

function tomlTable(table: TomlTable): ReadonlyMap<string, SettingValue> {
  return new Map([...table.entries].map(([key, { value }]) => [key, fromToml(value)]));
}

function fromToml(value: TomlValue): SettingValue {
  switch (value.kind) {
    case 'string':
    case 'boolean':
    case 'float':
      return value.value;
    case 'integer':
      return Number(value.value);
    case 'array':
      return value.items.map(fromToml);
    case 'table':
      return tomlTable(value);
    case 'datetime':
      return undefined;
  }
}

const MAX_DEPTH = 16;

function fromJson(value: unknown, depth: number): SettingValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (value === null || depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => fromJson(item, depth + 1));
  if (typeof value !== 'object') return undefined;
  return new Map(
    Object.entries(value).map(([key, item]): [string, SettingValue] => [
      key,
      fromJson(item, depth + 1),
    ]),
  );
}

/** Where in the manifest a problem's path ends: the value, or the key where the key is what is wrong. */
function spanAt(table: TomlTable, path: readonly (string | number)[]): Span {
  let value: TomlValue = table;
  let span = table.span;
  for (const step of path) {
    if (typeof step === 'string' && value.kind === 'table') {
      const entry = value.entries.get(step);
      if (entry === undefined) return span;
      ({ value } = entry);
      span = value.kind === 'table' || value.kind === 'array' ? entry.keySpan : entry.span;
    } else if (typeof step === 'number' && value.kind === 'array') {
      const item: TomlValue | undefined = value.items[step];
      if (item === undefined) return span;
      value = item;
      ({ span } = item);
    } else return span;
  }
  return span;
}

function quote(text: string): string {
  return `“${printable(text)}”`;
}

/** A user's text inside a message: short, and on one line. */
function printable(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  // oxlint-disable-next-line no-control-regex
  return short.replace(/[\u0000-\u001f\u007f]/g, ' ');
}
