import type { System } from '../../../overrides-db/model.ts';
import type { ProjectPackage } from '../../../overrides-db/project-facts.ts';
import { readProjectPackage } from '../../../overrides-db/project-packages.ts';
import packagesSchema from '../../../overrides-db/schema/project-packages.schema.json' with { type: 'json' };
import type { TargetId } from '../../nix/api.ts';
import type { Severity } from '../../project/model.ts';
import { formatInterpreter, parseInterpreter } from '../../python/interpreter.ts';
import { TARGET_IDS } from '../../targets/registry.ts';
import { NETWORK_USES, type NetworkUse } from '../user-configuration.ts';
import { isValidName, normalizeName } from '../../python/names.ts';

/** A part of a JSON schema (draft 2020-12). */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A setting's value as TOML and JSON both have it. Tables are maps: a user chooses their keys. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | ReadonlyMap<string, SettingValue>
  /** A value that no setting takes (a date, say). */
  | undefined;

/** One thing that is wrong inside of a setting's value. */
export interface SettingProblem {
  /** Keys and indexes from the setting's own value to what is wrong; empty for the value itself. */
  readonly path: readonly (string | number)[];
  /** What it must be: `one of …`, `true or false`. */
  readonly expected: string;
  /** A whole sentence that says it instead. */
  readonly message?: string;
}

/** What can be used of a value: the bad parts are left out and reported. Undefined where none of it can. */
export interface Decoded<T> {
  readonly value: T | undefined;
  readonly problems: readonly SettingProblem[];
}

/** One row: all that decoding, the schema and the documentation say about a setting. */
export interface SettingDefinition<T> {
  /** The key in `[tool.pyproject-nix-ls]`; clients may write it in camelCase too. */
  readonly key: string;
  readonly summary: string;
  readonly schema: JsonSchema;
  readonly defaultValue: T;
  /** Whether it is of the machine, so that no workspace may set it. */
  readonly ofMachine?: true;
  decode(value: SettingValue): Decoded<T>;
}

export const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint', 'off'];

/** Every setting's value. */
export interface SettingValues {
  readonly target: TargetId | null;
  readonly systems: readonly System[];
  /** As `parseInterpreter` reads it. */
  readonly python: string | null;
  readonly preferWheels: boolean | null;
  readonly severity: ReadonlyMap<string, Severity>;
  readonly ignoredPackages: readonly string[];
  /** A path, relative to the folder of the project. */
  readonly nixpkgsVersions: string | null;
  readonly versionHints: boolean;
  readonly nativeHints: boolean;
  readonly updateHints: boolean;
  readonly keyCompletion: boolean;
  /** To what a client lowers what the user's own configuration allows; null where it does not. */
  readonly network: NetworkUse | null;
  /** What the project itself knows of packages, by PEP 503 name. */
  readonly packages: ReadonlyMap<string, ProjectPackage>;
}

/** Every setting, by its name in the program. */
export const settingsTable: {
  readonly [Name in keyof SettingValues]: SettingDefinition<SettingValues[Name]>;
} = {
  target: {
    key: 'target',
    summary: 'The system that builds the project. Without it, the Nix files say.',
    schema: { enum: [...TARGET_IDS, null] },
    defaultValue: null,
    decode: (value) => (value === null ? good(null) : decodeChoice(value, TARGET_IDS)),
  },
  systems: {
    key: 'systems',
    summary: 'The systems that the project is built on.',
    schema: { type: 'array', items: { enum: SYSTEMS }, minItems: 1 },
    defaultValue: ['x86_64-linux'],
    decode: (value) => decodeList(value, (item) => decodeChoice(item, SYSTEMS)),
  },
  python: {
    key: 'python',
    summary:
      'The Python that builds the project, where no Nix file names one: `3.12`, or `pypy3.10`. Without it, every Python that the project supports.',
    schema: { type: ['string', 'null'], pattern: '^(cpython|pypy)?3\\.\\d{1,2}(\\.\\d{1,3})?$' },
    defaultValue: null,
    decode: (value) => (value === null ? good(null) : decodeInterpreter(value)),
  },
  preferWheels: {
    key: 'prefer-wheels',
    summary:
      'Whether wheels are preferred to source archives, where no Nix file that can be read says so. Without it, what the target does by itself.',
    schema: { type: ['boolean', 'null'] },
    defaultValue: null,
    decode: (value) => (value === null ? good(null) : decodeBoolean(value)),
  },
  severity: {
    key: 'severity',
    summary: 'The severity of a diagnostic, by its code; `off` turns it off.',
    schema: { type: 'object', additionalProperties: { enum: SEVERITIES } },
    defaultValue: new Map(),
    decode: (value) => decodeTable(value, (item) => decodeChoice(item, SEVERITIES)),
  },
  ignoredPackages: {
    key: 'ignored-packages',
    summary: 'Packages that nothing is said about.',
    schema: { type: 'array', items: { type: 'string' } },
    defaultValue: [],
    decode: (value) => decodeList(value, decodeText),
  },
  nixpkgsVersions: {
    key: 'nixpkgs-versions',
    summary:
      'A JSON file with the versions of nixpkgs’ Python packages, by name. With it, `overrides --target nixpkgs` writes packages of their own for the versions that nixpkgs lacks ([page](nixpkgs-versions.md)).',
    schema: { type: ['string', 'null'] },
    defaultValue: null,
    decode: (value) => (value === null ? good(null) : decodeText(value)),
  },
  versionHints: {
    key: 'version-hints',
    summary: 'Whether the editor shows the locked version behind each dependency.',
    schema: { type: 'boolean' },
    defaultValue: true,
    decode: decodeBoolean,
  },
  nativeHints: {
    key: 'native-hints',
    summary: 'Whether the editor shows what a dependency lacks, as far as is known.',
    schema: { type: 'boolean' },
    defaultValue: true,
    decode: decodeBoolean,
  },
  updateHints: {
    key: 'update-hints',
    summary:
      'Whether the editor shows the newest release behind each dependency, where the index may be asked ([page](network.md)).',
    schema: { type: 'boolean' },
    defaultValue: false,
    decode: decodeBoolean,
  },
  keyCompletion: {
    key: 'key-completion',
    summary:
      'Whether keys and headers are completed that SchemaStore’s schemas have too, those of `[tool.poetry]` and `[tool.uv]`. `false` leaves them to a TOML server that stands beside ([page](editors.md#beside-a-toml-server)).',
    schema: { type: 'boolean' },
    defaultValue: true,
    decode: decodeBoolean,
  },
  network: {
    key: 'network',
    summary:
      'What the server may have from the network. Your own configuration file alone allows it ([page](network.md)), and a client lowers it; a project has no say.',
    schema: { enum: [...NETWORK_USES, null] },
    ofMachine: true,
    defaultValue: null,
    decode: (value) => (value === null ? good(null) : decodeChoice(value, NETWORK_USES)),
  },
  packages: {
    key: 'packages',
    summary:
      'What packages need, known better than the bundled facts do ([page](project-facts.md)).',
    schema: inlined(packagesSchema.additionalProperties, packagesSchema.definitions.input),
    defaultValue: new Map(),
    decode: decodePackages,
  },
};

export const defaultSettings: SettingValues = {
  target: settingsTable.target.defaultValue,
  systems: settingsTable.systems.defaultValue,
  python: settingsTable.python.defaultValue,
  preferWheels: settingsTable.preferWheels.defaultValue,
  severity: settingsTable.severity.defaultValue,
  ignoredPackages: settingsTable.ignoredPackages.defaultValue,
  nixpkgsVersions: settingsTable.nixpkgsVersions.defaultValue,
  versionHints: settingsTable.versionHints.defaultValue,
  nativeHints: settingsTable.nativeHints.defaultValue,
  updateHints: settingsTable.updateHints.defaultValue,
  keyCompletion: settingsTable.keyCompletion.defaultValue,
  network: settingsTable.network.defaultValue,
  packages: settingsTable.packages.defaultValue,
};

/** The schema of a table of packages, its one definition written out where it is referred to. */
function inlined(row: object, input: object): JsonSchema {
  const copy: unknown = JSON.parse(
    JSON.stringify(row, (key, value: unknown) =>
      key === 'items' && isReference(value) ? input : value,
    ),
  );
  return { type: 'object', additionalProperties: copy };
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$ref' in value;
}

function decodePackages(value: SettingValue): Decoded<ReadonlyMap<string, ProjectPackage>> {
  if (!(value instanceof Map)) return bad('a table');
  const result = new Map<string, ProjectPackage>();
  const problems: SettingProblem[] = [];
  for (const [key, item] of value) {
    const name = normalizeName(key);
    if (!isValidName(key) || result.has(name)) {
      const expected = result.has(name) ? 'there once' : 'called as a package can be';
      problems.push({ path: [key], expected });
      continue;
    }
    const read = readProjectPackage(name, item);
    result.set(name, read.package);
    for (const { path, message } of read.problems)
      problems.push({ path: [key, ...path], expected: 'of another kind', message });
  }
  return { value: result, problems };
}

function good<T>(value: T): Decoded<T> {
  return { value, problems: [] };
}

function bad(expected: string): Decoded<never> {
  return { value: undefined, problems: [{ path: [], expected }] };
}

function decodeBoolean(value: SettingValue): Decoded<boolean> {
  return typeof value === 'boolean' ? good(value) : bad('true or false');
}

function decodeInterpreter(value: SettingValue): Decoded<string> {
  const interpreter = typeof value === 'string' ? parseInterpreter(value) : null;
  return interpreter === null
    ? bad('a Python version in quotes, such as "3.12" or "pypy3.10"')
    : good(formatInterpreter(interpreter));
}

function decodeText(value: SettingValue): Decoded<string> {
  return typeof value === 'string' ? good(value) : bad('a text');
}

function decodeChoice<T extends string>(value: SettingValue, choices: readonly T[]): Decoded<T> {
  const found = choices.find((choice) => choice === value);
  return found === undefined ? bad(`one of ${choices.join(', ')}`) : good(found);
}

function decodeList<T>(
  value: SettingValue,
  decodeItem: (item: SettingValue) => Decoded<T>,
): Decoded<readonly T[]> {
  if (!Array.isArray(value)) return bad('a list');
  const items: T[] = [];
  const problems: SettingProblem[] = [];
  for (const [index, item] of value.entries()) {
    const decoded = decodeItem(item);
    if (decoded.value !== undefined) items.push(decoded.value);
    problems.push(...below(index, decoded.problems));
  }
  return { value: items, problems };
}

function decodeTable<T>(
  value: SettingValue,
  decodeItem: (item: SettingValue) => Decoded<T>,
): Decoded<ReadonlyMap<string, T>> {
  if (!(value instanceof Map)) return bad('a table');
  const result = new Map<string, T>();
  const problems: SettingProblem[] = [];
  for (const [key, item] of value) {
    const decoded = decodeItem(item);
    if (decoded.value !== undefined) result.set(key, decoded.value);
    problems.push(...below(key, decoded.problems));
  }
  return { value: result, problems };
}

function below(step: string | number, problems: readonly SettingProblem[]): SettingProblem[] {
  return problems.map(({ path, expected }) => ({ path: [step, ...path], expected }));
}
