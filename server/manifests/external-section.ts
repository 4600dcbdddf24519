import { normalizeName } from '../python/names.ts';
import { parseExternalSpecifier } from '../python/dep-url.ts';
import type { TomlString, TomlTable, TomlValue } from '../toml/model.ts';
import type { ExternalDependency, ExternalRole, ExternalSection } from './model.ts';
import { readIncludes } from './dependency-groups.ts';
import { asEntries, asItems, partSpan, textSpan, valueOf } from './toml-access.ts';

const LISTS: readonly ExternalRole[] = ['build-requires', 'host-requires', 'dependencies'];

/** The keys of `[external]` (PEP 725, "Changes in pyproject.toml"). */
export const EXTERNAL_KEYS: readonly string[] = [
  ...LISTS,
  ...LISTS.map((list) => `optional-${list}`),
  'dependency-groups',
];

/** Reads `[external]`; what has a wrong type is left out. */
export function readExternalSection(table: TomlTable): ExternalSection {
  const groups = asEntries(valueOf(table, 'dependency-groups'));
  return {
    table,
    span: table.headerSpans[0] ?? table.span,
    dependencies: [
      ...LISTS.flatMap((role) => listOf(valueOf(table, role), role, role, null)),
      ...LISTS.flatMap((role) =>
        asEntries(valueOf(table, `optional-${role}`)).flatMap((entry) =>
          listOf(entry.value, role, `optional-${role}`, normalizeName(entry.key)),
        ),
      ),
      // What people work with: neither built nor linked, but there.
      ...groups.flatMap((entry) =>
        listOf(entry.value, 'dependencies', 'dependency-groups', normalizeName(entry.key)),
      ),
    ],
    groups: groups.map((entry) => ({
      name: entry.key,
      normalized: normalizeName(entry.key),
      nameSpan: entry.keySpan,
      optional: true,
      legacy: false,
      includes: readIncludes(entry),
      origin: 'dependency-groups',
    })),
  };
}

function listOf(
  list: TomlValue | undefined,
  role: ExternalRole,
  key: string,
  asked: string | null,
): readonly ExternalDependency[] {
  return asItems(list)
    .filter((item) => item.kind === 'string')
    .map((item) => ({ ...readDependency(item), role, key, asked }));
}

function readDependency(
  string: TomlString,
): Pick<ExternalDependency, 'text' | 'span' | 'parsed' | 'urlSpan' | 'marker'> {
  const parsed = parseExternalSpecifier(string.value);
  const marker = 'problem' in parsed ? null : parsed.marker;
  return {
    text: string.value,
    span: textSpan(string),
    parsed,
    urlSpan: partSpan(string, parsed.span),
    marker: marker && { ...marker, span: partSpan(string, marker.span) },
  };
}
