import type { SourceFact } from '../source-text.ts';
import { normalizeName, type FactsSet } from './facts-text.ts';

export interface DebianSource {
  readonly bins: readonly string[];
  readonly pypi: readonly string[];
  readonly libs: readonly string[];
  readonly tools: readonly string[];
  readonly rust: readonly string[];
  readonly arch: Readonly<Record<string, string>>;
  readonly version: string;
}

/** Names that every Debian build may list and that no Python package takes from the system in Nix. */
const NOT_LIBRARIES = new Set(['dpkg-dev', 'libpython3-dev', 'libpython3-all-dev', 'python-dev']);

/** No module links more for itself; GDAL's source package lists 40. */
const MOST_LIBRARIES = 14;

/**
 * Build-Depends of the source packages that build an architecture-specific Python module.
 * One source package may build a C library and its Python binding from one tree; its
 * Build-Depends are then the library's. Such a package has another name than its module or a long list; all of it is
 * optional then.
 */
export function importDebianSources(
  json: Readonly<Record<string, DebianSource>>,
): FactsSet['packages'] {
  const packages = new Map<string, SourceFact[]>();
  for (const [source, { pypi, libs, tools, rust, arch }] of Object.entries(json)) {
    const names = new Set(pypi.map(normalizeName));
    const wide = libs.length > MOST_LIBRARIES || !isModuleSource(source, names);
    for (const name of names) {
      if (!isName(name)) continue;
      const facts = [...libs, ...tools]
        .filter((library) => !NOT_LIBRARIES.has(library))
        .map((library): SourceFact => ({
          kind: 'native-input',
          library,
          ...(wide || library in arch ? { optional: true } : {}),
          ref: `Build-Depends of ${source}`,
        }));
      if (rust.length > 0) facts.push({ kind: 'cargo-hash', ref: `Build-Depends of ${source}` });
      packages.set(name, [...(packages.get(name) ?? []), ...facts]);
    }
  }
  return packages;
}

function isModuleSource(source: string, names: ReadonlySet<string>): boolean {
  const short = normalizeName(source)
    .replace(/^(?:python3?|py)-/, '')
    .replace(/-python3?$/, '');
  return /^(?:python|py)|-python$/.test(source) || [...names].some((name) => name === short);
}

/** A PEP 503 name; the table that names come from holds some that are none. */
function isName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}
