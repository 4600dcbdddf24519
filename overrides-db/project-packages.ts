import type { Conditions, System } from './model.ts';
import type { ProjectInput, ProjectPackage } from './project-facts.ts';
import { isVersion } from './versions.ts';

/** Something wrong in a project's own facts; `path` leads to the value from the package's table. */
export interface PackageProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Reads `[tool.pyproject-nix-ls.packages.<name>]` from plain values (strings, booleans, arrays, objects), as
 * `schema/project-packages.schema.json` describes it. What is wrong is told and left out; the rest is kept.
 *
 * @param name PEP 503.
 */
export function readProjectPackage(
  name: string,
  value: unknown,
): { package: ProjectPackage; problems: PackageProblem[] } {
  const problems: PackageProblem[] = [];
  const table = asTable(value);
  if (table === null) {
    return { package: { name }, problems: [{ path: [], message: 'This must be a table.' }] };
  }
  const result: { -readonly [K in keyof ProjectPackage]: ProjectPackage[K] } = { name };
  for (const [key, item] of table) {
    const list = LISTS.get(key);
    if (list !== undefined) result[list] = readInputs(key, item, problems);
    else if (key === 'cargo-hash') {
      if (typeof item === 'boolean') result.cargoHash = item;
      else problems.push({ path: [key], message: '"cargo-hash" must be true or false.' });
    } else if (key === 'notes') {
      result.notes = readStrings(key, item, problems);
    } else {
      const known = [...LISTS.keys(), 'cargo-hash', 'notes'].join(', ');
      problems.push({ path: [key], message: `Unknown key. Known are ${known}.` });
    }
  }
  return { package: result, problems };
}

const LISTS = new Map([
  ['build-systems', 'buildSystems'],
  ['build-inputs', 'buildInputs'],
  ['native-build-inputs', 'nativeBuildInputs'],
  ['propagated-build-inputs', 'propagatedBuildInputs'],
  ['wheel-libraries', 'wheelLibraries'],
] as const) as ReadonlyMap<
  string,
  'buildSystems' | 'buildInputs' | 'nativeBuildInputs' | 'propagatedBuildInputs' | 'wheelLibraries'
>;

const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];

/** A path of Nix attribute names. */
const ATTRIBUTE = /^[A-Za-z_][\w'-]*(?:\.[A-Za-z_][\w'-]*){0,8}$/;

function readInputs(key: string, value: unknown, problems: PackageProblem[]): ProjectInput[] {
  if (!Array.isArray(value)) {
    problems.push({ path: [key], message: `"${key}" must be a list of attributes.` });
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const input = readInput([key, index], item, problems);
    return input === null ? [] : [input];
  });
}

function readInput(
  path: readonly (string | number)[],
  value: unknown,
  problems: PackageProblem[],
): ProjectInput | null {
  const table = typeof value === 'string' ? new Map([['attr', value]]) : asTable(value);
  const attr = table?.get('attr');
  if (table === null || typeof attr !== 'string' || attr.length > 256 || !ATTRIBUTE.test(attr)) {
    problems.push({ path, message: 'This must be a nixpkgs attribute, or a table with "attr".' });
    return null;
  }
  const optional = table.get('optional');
  if (optional !== undefined && typeof optional !== 'boolean') {
    problems.push({ path: [...path, 'optional'], message: '"optional" must be true or false.' });
  }
  const when = readConditions(path, table, problems);
  return {
    attr,
    ...(optional === true ? { optional } : {}),
    ...(Object.keys(when).length === 0 ? {} : { when }),
  };
}

function readConditions(
  path: readonly (string | number)[],
  table: ReadonlyMap<string, unknown>,
  problems: PackageProblem[],
): Conditions {
  const bound = (key: 'from' | 'until'): { [key]?: string } => {
    const value = table.get(key);
    if (value === undefined) return {};
    if (typeof value === 'string' && isVersion(value)) return { [key]: value };
    problems.push({ path: [...path, key], message: `"${key}" must be a version.` });
    return {};
  };
  const range = { ...bound('from'), ...bound('until') };
  const systems = table.get('systems');
  const known = Array.isArray(systems) ? SYSTEMS.filter((one) => systems.includes(one)) : [];
  if (systems !== undefined && (!Array.isArray(systems) || known.length !== systems.length)) {
    problems.push({
      path: [...path, 'systems'],
      message: `"systems" must be a list of ${SYSTEMS.join(', ')}.`,
    });
  }
  for (const key of table.keys()) {
    if (['attr', 'optional', 'from', 'until', 'systems'].includes(key)) continue;
    problems.push({
      path: [...path, key],
      message: 'Unknown key. Known are attr, optional, from, until, systems.',
    });
  }
  return {
    ...(Object.keys(range).length === 0 ? {} : { versions: [range] }),
    ...(known.length === 0 ? {} : { systems: known }),
  };
}

function readStrings(key: string, value: unknown, problems: PackageProblem[]): string[] {
  if (Array.isArray(value) && value.every((one: unknown) => typeof one === 'string')) return value;
  problems.push({ path: [key], message: `"${key}" must be a list of strings.` });
  return [];
}

function asTable(value: unknown): Map<string, unknown> | null {
  if (value instanceof Map) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value));
}
