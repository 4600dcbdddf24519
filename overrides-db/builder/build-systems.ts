import { normalizeName, type FactsSet } from './facts-text.ts';
import type { SourceFact } from '../source-text.ts';

/** poetry2nix's `overrides/build-systems.json`: names, or objects with a version range (`from` inclusive, `until` exclusive). */
export type BuildSystemsJson = Readonly<
  Record<
    string,
    readonly (
      | string
      | { readonly buildSystem: string; readonly from?: string; readonly until?: string }
    )[]
  >
>;

/** By package, then by build system: since when the table names it for the package, as `SourceFact.since` writes it. */
export type EntryHistory = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The build systems that poetry2nix appends to `nativeBuildInputs` of an sdist; wheels are left alone. */
export function importBuildSystems(
  json: BuildSystemsJson,
  history: EntryHistory,
): FactsSet['packages'] {
  const packages = new Map<string, SourceFact[]>();
  for (const [written, entries] of Object.entries(json)) {
    const name = normalizeName(written);
    const facts = packages.get(name) ?? [];
    for (const entry of entries) facts.push(...factsOf(entry, history.get(written)));
    packages.set(name, facts);
  }
  return packages;
}

function factsOf(
  entry: BuildSystemsJson[string][number],
  history: ReadonlyMap<string, string> | undefined,
): SourceFact[] {
  const { buildSystem, from, until } =
    typeof entry === 'string' ? { buildSystem: entry } : { from: undefined, ...entry };
  const range = {
    ...(from === undefined ? {} : { from: from.trim() }),
    ...(until === undefined ? {} : { until: until.trim() }),
  };
  const bounded = Object.keys(range).length > 0;
  const since = history?.get(buildSystem);
  return providedBy(buildSystem).map((attr) => ({
    kind: 'build-system',
    attr,
    ...(bounded ? { when: { versions: [range] } } : {}),
    ...(since === undefined ? {} : { since }),
  }));
}

/** poetry2nix gives `poetry-core` where the table says `poetry`, and rewrites the project file to match. */
function providedBy(buildSystem: string): readonly string[] {
  return [buildSystem === 'poetry' ? 'poetry-core' : buildSystem];
}
