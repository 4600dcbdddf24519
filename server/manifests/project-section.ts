import { normalizeName } from '../python/names.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../toml/model.ts';
import type { DeclaredConstraint, Dependency, Extra, Manifest, SpannedText } from './model.ts';
import { readPoetryConstraint } from './poetry-dependency.ts';
import type { RequirementDialect } from './requirement-dependency.ts';
import { readRequirements } from './requirement-dependency.ts';
import { asEntries, asTable, asText, asTexts, valueOf } from './toml-access.ts';

/** What `[project]` declares (PEP 621). */
export interface ProjectSection {
  readonly table: TomlTable;
  readonly name: SpannedText | null;
  readonly version: SpannedText | null;
  readonly dependencies: readonly Dependency[];
  readonly requiresPython: DeclaredConstraint | null;
  readonly extras: readonly Extra[];
  readonly scripts: Manifest['scripts'];
  readonly readmes: readonly SpannedText[];
  readonly dynamic: readonly SpannedText[];
}

/** Reads `[project]`; what has a wrong type is left out. */
export function readProjectSection(table: TomlTable, dialect: RequirementDialect): ProjectSection {
  const extras = asEntries(valueOf(table, 'optional-dependencies')).map((entry) =>
    readExtra(entry, dialect),
  );
  const main = { origin: 'project', group: 'main', extra: null } as const;
  return {
    table,
    name: asText(valueOf(table, 'name')),
    version: asText(valueOf(table, 'version')),
    dependencies: [
      ...readRequirements(valueOf(table, 'dependencies'), dialect, main),
      ...extras.flatMap(({ requirements }) => requirements),
    ],
    // Poetry reads it in its own constraint language, of which PEP 440 specifiers are a part.
    requiresPython: readPoetryConstraint(valueOf(table, 'requires-python')),
    extras: extras.map(({ extra }) => extra),
    scripts: ['scripts', 'gui-scripts'].flatMap((key) =>
      asEntries(valueOf(table, key)).flatMap(readScript),
    ),
    readmes: readReadme(valueOf(table, 'readme')),
    dynamic: asTexts(valueOf(table, 'dynamic')),
  };
}

function readExtra(
  entry: TomlEntry,
  dialect: RequirementDialect,
): { extra: Extra; requirements: readonly Dependency[] } {
  const requirements = readRequirements(entry.value, dialect, {
    origin: 'project',
    group: 'main',
    extra: entry.key,
  });
  const extra: Extra = {
    name: entry.key,
    normalized: normalizeName(entry.key),
    nameSpan: entry.keySpan,
    members: requirements.map(({ name, normalized, nameSpan }) => ({
      name,
      normalized,
      span: nameSpan,
    })),
    origin: 'project',
  };
  return { extra, requirements };
}

function readScript(entry: TomlEntry): Manifest['scripts'][number][] {
  const value = asText(entry.value);
  return value === null ? [] : [{ name: entry.key, value: value.text, span: entry.span }];
}

/** A path, or a table with `file`; one with `text` names no file. */
function readReadme(readme: TomlValue | undefined): SpannedText[] {
  const path = asText(readme) ?? asText(valueOf(asTable(readme), 'file'));
  return path === null ? [] : [path];
}
