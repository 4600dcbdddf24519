import { normalizeName } from '../python/names.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import type { Span } from '../text.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../toml/model.ts';
import { asksForExtra, combineConditions, declareMarker } from './conditions.ts';
import type {
  DeclaredConstraint,
  Dependency,
  DependencyForm,
  DirectReference,
  SpannedName,
  SpannedText,
} from './model.ts';
import { asBoolean, asText, asTexts, valueOf } from './toml-access.ts';

/** Whether the key declares the project's Python versions and no dependency (poetry-core asks without case). */
export function isPythonKey(key: string): boolean {
  return key.toLowerCase() === 'python';
}

/**
 * The dependencies of one table of them (`[tool.poetry.dependencies]` and its like), `python` left
 * out. A list of constraints gives one dependency for each of its items.
 */
export function readPoetryDependencies(table: TomlTable, group: string): Dependency[] {
  const dependencies: Dependency[] = [];
  for (const entry of table.entries.values()) {
    if (isPythonKey(entry.key)) continue;
    if (entry.value.kind !== 'array') {
      dependencies.push(readDependency(entry, entry.value, entry.span, group));
      continue;
    }
    for (const item of entry.value.items)
      dependencies.push(readDependency(entry, item, item.span, group));
  }
  return dependencies;
}

/** A constraint in Poetry's language; null for anything that is not a string. */
export function readPoetryConstraint(value: TomlValue | undefined): DeclaredConstraint | null {
  const text = asText(value);
  return text === null ? null : { ...text, parsed: parsePoetryConstraint(text.text) };
}

function readDependency(entry: TomlEntry, value: TomlValue, span: Span, group: string): Dependency {
  const table = value.kind === 'table' ? value : null;
  const form = table === null ? 'version' : formOf(table);
  const conditions = {
    markers: declareMarker(asText(valueOf(table, 'markers'))),
    python: readPoetryConstraint(valueOf(table, 'python')),
    platform: asText(valueOf(table, 'platform')),
  };
  return {
    name: entry.key,
    normalized: normalizeName(entry.key),
    nameSpan: entry.keySpan,
    span,
    origin: 'tool.poetry',
    group,
    extra: null,
    form,
    constraint: form === 'version' ? readConstraint(value) : null,
    extras: asTexts(valueOf(table, 'extras')).map(toName),
    marker: combineConditions(conditions),
    conditions,
    optional: asBoolean(valueOf(table, 'optional')) === true || asksForExtra(conditions.markers),
    source: nameOf(asText(valueOf(table, 'source'))),
    allowPrereleases: asBoolean(valueOf(table, 'allow-prereleases')),
    reference: table === null ? null : readReference(table, form),
  };
}

function readConstraint(value: TomlValue): DeclaredConstraint | null {
  return readPoetryConstraint(value.kind === 'table' ? valueOf(value, 'version') : value);
}

/** Which key decides, in the order in which poetry-core asks (`Factory.create_dependency`). */
function formOf(table: TomlTable): DependencyForm {
  for (const key of ['git', 'file', 'path', 'url', 'version'] as const)
    if (table.entries.has(key)) return key;
  return 'options-only';
}

function readReference(table: TomlTable, form: DependencyForm): DirectReference | null {
  if (form === 'version' || form === 'options-only') return null;
  const location = asText(valueOf(table, form));
  if (location === null) return null;
  return {
    location: location.text,
    span: location.span,
    revision: form === 'git' ? readRevision(table) : null,
    subdirectory: asText(valueOf(table, 'subdirectory'))?.text ?? null,
    develop: asBoolean(valueOf(table, 'develop')) ?? false,
  };
}

/** The reference, of several, that Poetry locks: `rev or tag or branch` (`DirectOrigin.get_package_from_vcs`). */
function readRevision(table: TomlTable): DirectReference['revision'] {
  for (const kind of ['rev', 'tag', 'branch'] as const) {
    const named = asText(valueOf(table, kind));
    if (named !== null && named.text !== '') return { kind, ...named };
  }
  return null;
}

function toName({ text, span }: SpannedText): SpannedName {
  return { name: text, span };
}

function nameOf(text: SpannedText | null): SpannedName | null {
  return text === null ? null : toName(text);
}
