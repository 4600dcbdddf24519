import { normalizeName } from '../python/names.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../toml/model.ts';
import type { Dependency, Group, SpannedName } from './model.ts';
import type { RequirementPlace } from './requirement-dependency.ts';
import { readRequirement } from './requirement-dependency.ts';
import { asEntries, asItems, asTable, asText, valueOf } from './toml-access.ts';

/** What `[tool.pdm]` declares. */
export interface PdmSection {
  /** The declarations of `dev-dependencies`; its `-e` entries, which are pip's syntax, are left out. */
  readonly dependencies: readonly Dependency[];
  readonly groups: readonly Group[];
  /** The names of `[[tool.pdm.source]]`. */
  readonly sources: readonly SpannedName[];
}

/** Reads `[tool.pdm]`; what has a wrong type is left out. */
export function readPdmSection(table: TomlTable): PdmSection {
  const groups = asEntries(valueOf(table, 'dev-dependencies'));
  return {
    dependencies: groups.flatMap(({ key, value }) => readGroup(value, normalizeName(key))),
    groups: groups.map(groupOf),
    sources: asItems(valueOf(table, 'source')).flatMap((item) => {
      const name = asText(valueOf(asTable(item), 'name'));
      return name === null ? [] : [{ name: name.text, span: name.span }];
    }),
  };
}

function readGroup(list: TomlValue, group: string): readonly Dependency[] {
  const place: RequirementPlace = { origin: 'tool.pdm', group, extra: null };
  return asItems(list)
    .filter((item) => item.kind === 'string')
    .filter(({ value }) => !/^\s*-/.test(value))
    .map((item) => readRequirement(item, 'pep508', place));
}

function groupOf({ key, keySpan }: TomlEntry): Group {
  return {
    name: key,
    normalized: normalizeName(key),
    nameSpan: keySpan,
    optional: false,
    legacy: false,
    includes: [],
    origin: 'tool.pdm',
  };
}
