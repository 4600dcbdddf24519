import { normalizeName } from '../python/names.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../toml/model.ts';
import type { Dependency, Group, SpannedName } from './model.ts';
import type { RequirementDialect } from './requirement-dependency.ts';
import { readRequirements } from './requirement-dependency.ts';
import { asEntries, asItems, asTable, asText, valueOf } from './toml-access.ts';

/** What `[dependency-groups]` declares (PEP 735). */
export interface DependencyGroups {
  readonly groups: readonly Group[];
  readonly dependencies: readonly Dependency[];
}

/**
 * Reads `[dependency-groups]`. Whether a group is optional is said in `[tool.poetry.group]` alone;
 * here it is not.
 */
export function readDependencyGroups(
  table: TomlTable,
  dialect: RequirementDialect,
): DependencyGroups {
  const entries = asEntries(table);
  return {
    groups: entries.map(readGroup),
    dependencies: entries.flatMap((entry) =>
      readRequirements(entry.value, dialect, {
        origin: 'dependency-groups',
        group: normalizeName(entry.key),
        extra: null,
      }),
    ),
  };
}

function readGroup(entry: TomlEntry): Group {
  return {
    name: entry.key,
    normalized: normalizeName(entry.key),
    nameSpan: entry.keySpan,
    optional: false,
    legacy: false,
    includes: readIncludes(entry),
    origin: 'dependency-groups',
  };
}

/** The groups that a group has too: `{ include-group = "…" }`. */
export function readIncludes({ value }: TomlEntry): readonly SpannedName[] {
  return asItems(value).flatMap(readInclude);
}

function readInclude(item: TomlValue): SpannedName[] {
  const name = asText(valueOf(asTable(item), 'include-group'));
  return name === null ? [] : [{ name: name.text, span: name.span }];
}
