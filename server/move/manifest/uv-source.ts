import type { Dependency, DirectReference } from '../../manifests/model.ts';
import { inlineTable, tomlString } from './toml-text.ts';

/** The entries of one table of `[tool.uv.sources]`: key, and value as TOML. */
export type UvSource = readonly (readonly [key: string, value: string])[];

/** Where a dependency comes from, as uv has it; null for any index. Problems are sentences. */
export function uvSourceOf({ form, reference, source }: Dependency): {
  readonly source: UvSource | null;
  readonly problems: readonly string[];
} {
  if (reference === null)
    return {
      source: source === null ? null : [['index', tomlString(source.name)]],
      problems: [],
    };
  const { subdirectory, develop } = reference;
  const part: UvSource = subdirectory === null ? [] : [['subdirectory', tomlString(subdirectory)]];
  switch (form) {
    case 'git':
      return {
        source: [
          ['git', tomlString(repository(reference.location))],
          ...revision(reference),
          ...part,
        ],
        problems: develop ? ['uv installs what comes from git without editable mode.'] : [],
      };
    case 'url':
      return { source: [['url', tomlString(reference.location)], ...part], problems: [] };
    default:
      return {
        source: [
          ['path', tomlString(reference.location)],
          ...(develop ? ([['editable', 'true']] as const) : []),
        ],
        problems:
          subdirectory === null ? [] : [`uv takes no subdirectory (${subdirectory}) of a path.`],
      };
  }
}

function revision({ revision: named }: DirectReference): UvSource {
  return named === null ? [] : [[named.kind, tomlString(named.text)]];
}

/** uv wants a URL: `git@host:owner/name` is ssh. */
function repository(location: string): string {
  const [, user, path] = /^([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/.exec(location) ?? [];
  if (user === undefined || path === undefined) return location;
  return `ssh://${user}/${path.replace(/^\/+/, '')}`;
}

/** One requirement that asks for a package, and where it stands. */
export interface SourceUse {
  readonly name: string;
  /** PEP 503. */
  readonly normalized: string;
  readonly source: UvSource | null;
  /** PEP 508; null for always. */
  readonly marker: string | null;
  /** The group that asks; null for the project itself and its extras. */
  readonly group: string | null;
}

/** The lines of `[tool.uv.sources]`, a package each, in the order in which they are asked for. */
export function sourceLines(uses: readonly SourceUse[]): readonly string[] {
  const names = [...new Set(uses.map(({ normalized }) => normalized))];
  return names.flatMap((name) => {
    const asked = uses.filter(({ normalized }) => normalized === name);
    const tables = tablesOf(asked);
    const [only] = tables;
    if (only === undefined) return [];
    const value = tables.length === 1 ? only : `[${tables.join(', ')}]`;
    return [`${asked[0]?.name ?? name} = ${value}`];
  });
}

/** One table where all come from the same place; else one for each condition under which they do. */
function tablesOf(asked: readonly SourceUse[]): readonly string[] {
  const places = new Set(asked.map(({ source }) => JSON.stringify(source)));
  const known = asked.filter(({ source }) => source !== null);
  const [first] = known;
  if (first?.source == null) return [];
  if (places.size === 1) return [inlineTable(first.source)];
  const hasGroups = new Set(known.map(({ group }) => group)).size > 1;
  const tables = known.map(({ source, marker, group }) =>
    inlineTable([
      ...(source ?? []),
      ...(marker === null ? [] : ([['marker', tomlString(marker)]] as const)),
      ...(hasGroups && group !== null ? ([['group', tomlString(group)]] as const) : []),
    ]),
  );
  return [...new Set(tables)];
}
