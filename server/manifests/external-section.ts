import { normalizeName } from '../python/names.ts';
import type { DepUrlProblem, ExternalSpecifier } from '../python/dep-url.ts';
import { parseExternalSpecifier } from '../python/dep-url.ts';
import type { Span } from '../text.ts';
import type { TomlString, TomlTable, TomlValue } from '../toml/model.ts';
import type { DeclaredMarker, Group } from './model.ts';
import { readIncludes } from './dependency-groups.ts';
import { asEntries, asItems, partSpan, textSpan, valueOf } from './toml-access.ts';

/** `[external]` (PEP 725): what a project needs that no Python package brings. */
export interface ExternalSection {
  readonly table: TomlTable;
  readonly span: Span;
  /** Of all lists, in the order of the PEP's keys. */
  readonly dependencies: readonly ExternalDependency[];
  /** `[external.dependency-groups]`, with their includes. */
  readonly groups: readonly Group[];
}

/** Which list of `[external]` an identifier stands in; the optional ones count with the list that they extend. */
export type ExternalRole = 'build-requires' | 'host-requires' | 'dependencies';

export interface ExternalDependency {
  /** As written, marker included. */
  readonly text: string;
  /** The text without its quotes. */
  readonly span: Span;
  readonly role: ExternalRole;
  /** The key as written: `host-requires`, `optional-host-requires`, `dependency-groups`. */
  readonly key: string;
  /** The extra or group that asks for it, normalised; null for what the project always needs. */
  readonly asked: string | null;
  readonly parsed: ExternalSpecifier | DepUrlProblem;
  /** Where the DepURL stands, or the part of the text that is wrong. */
  readonly urlSpan: Span;
  readonly marker: DeclaredMarker | null;
}

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
