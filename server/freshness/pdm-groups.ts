import type { Lock } from '../locks/model.ts';
import { normalizeName } from '../python/names.ts';
import { isProblem } from '../python/problem.ts';
import { parseRequirement } from '../python/requirement.ts';
import { specifiersContain, type Specifiers } from '../python/specifier.ts';
import type { TomlTable, TomlValue } from '../toml/model.ts';
import { allOf, type Answer } from './three-valued.ts';
import { itemsOf, tableOf, textOf, valueOf } from './toml-values.ts';

interface PdmRequirement {
  /** PEP 503. */
  readonly name: string;
  /** Name and extras, as PDM writes them among what a lock was made from. */
  readonly line: string;
  readonly marker: string | null;
  readonly specifier: Specifiers | null;
}

interface PdmGroup {
  readonly requirements: readonly PdmRequirement[];
  /** Whether it is known all: nothing of it comes from another group, a file or an address. */
  readonly isWhole: boolean;
}

/** By normalised name, `default` for the project's own. */
export type PdmGroups = ReadonlyMap<string, PdmGroup>;

/**
 * What a manifest asks for, group by group, as PDM reads it: dependencies, extras, dependency groups,
 * and `[tool.pdm.dev-dependencies]`. Null where PDM refuses it.
 */
export function readPdmGroups(root: TomlTable): PdmGroups | null {
  const project = tableOf(root, 'project');
  const own = textOf(project, 'name');
  const items = new Map<string, readonly TomlValue[]>();
  items.set('default', itemsOf(valueOf(project, 'dependencies')));
  for (const [name, { value }] of tableOf(project, 'optional-dependencies')?.entries ?? [])
    items.set(normalizeName(name), itemsOf(value));
  const extras = new Set(items.keys());
  const legacy = tableOf(tableOf(tableOf(root, 'tool'), 'pdm'), 'dev-dependencies');
  for (const table of [tableOf(root, 'dependency-groups'), legacy])
    for (const [name, { value }] of table?.entries ?? []) {
      const group = normalizeName(name);
      if (group === 'default') return null;
      // An extra of the same name counts alone.
      if (!extras.has(group)) items.set(group, [...(items.get(group) ?? []), ...itemsOf(value)]);
    }
  return new Map(
    [...items].map(([name, list]) => [
      name,
      readGroup(list, own === null ? null : normalizeName(own)),
    ]),
  );
}

function readGroup(items: readonly TomlValue[], own: string | null): PdmGroup {
  const read = items.map((item) => (item.kind === 'string' ? readRequirement(item.value) : null));
  const requirements = read.filter((each) => each !== null);
  const isWhole = requirements.length === read.length;
  return { requirements, isWhole: isWhole && requirements.every(({ name }) => name !== own) };
}

/** Null for what is no name with versions. */
function readRequirement(text: string): PdmRequirement | null {
  const read = parseRequirement(text);
  if (isProblem(read) || read.url !== null) return null;
  const extras = read.extras.map((extra) => extra.text).toSorted();
  const name = read.name.text.replaceAll(/[-_.]+/g, '-');
  return {
    name: normalizeName(name),
    line: extras.length === 0 ? name : `${name}[${extras.join()}]`,
    marker: read.marker?.text ?? null,
    specifier: read.specifier?.parsed ?? null,
  };
}

/**
 * Whether what is locked satisfies the groups that the lock is made for.
 *
 * @param settled the names that something else than their requirement decides on.
 */
export function areSatisfied(groups: PdmGroups, lock: Lock, settled: ReadonlySet<string>): Answer {
  const answers: Answer[] = [];
  for (const name of lock.madeFor ?? ['main']) {
    const group = groups.get(name === 'main' ? 'default' : name);
    if (group?.isWhole !== true) answers.push(null);
    for (const requirement of group?.requirements ?? [])
      answers.push(settled.has(requirement.name) ? null : isSatisfied(requirement, name, lock));
  }
  return allOf(answers);
}

/** A marker may ask for nothing on the Pythons and platforms of the lock. */
function isSatisfied(
  { name, marker, specifier }: PdmRequirement,
  group: string,
  lock: Lock,
): Answer {
  const packages = (lock.byName.get(name) ?? []).filter(
    ({ groups }) => groups.length === 0 || groups.includes(group === 'main' ? 'default' : group),
  );
  const no = marker === null ? false : null;
  if (packages.length === 0) return no;
  if (packages.some(({ markers }) => markers !== null)) return null;
  if (specifier === null) return true;
  return allOf(
    packages.map(({ parsedVersion }) => {
      if (parsedVersion === null) return null;
      return specifiersContain(specifier, parsedVersion, null) ? true : no;
    }),
  );
}
