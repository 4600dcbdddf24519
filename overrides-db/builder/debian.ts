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

export interface DebianBinary {
  readonly arch: string;
  readonly deps: readonly (readonly [string, string])[];
  readonly pypi: readonly string[];
}

/** Names that every Debian build may list and that no Python package takes from the system in Nix. */
const NOT_LIBRARIES = new Set(['dpkg-dev', 'libpython3-dev', 'libpython3-all-dev', 'python-dev']);

/**
 * Build-Depends of the source packages that build an architecture-specific Python module.
 * One source package may build a C library and its Python binding from one tree; its
 * Build-Depends are then the library's. Such a package is known by several binary names, and its list is
 * optional throughout.
 */
export function importDebianSources(
  json: Readonly<Record<string, DebianSource>>,
): FactsSet['packages'] {
  const packages = new Map<string, SourceFact[]>();
  for (const [source, { pypi, libs, tools, rust, arch }] of Object.entries(json)) {
    const names = new Set(pypi.map(normalizeName));
    const wide = !isModuleSource(source, names);
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

/** Depends of the binary packages: libraries that an installed module loads. Recommends are optional. */
export function importDebianBinaries(
  json: Readonly<Record<string, DebianBinary>>,
): FactsSet['packages'] {
  const packages = new Map<string, SourceFact[]>();
  for (const [binary, { deps, pypi, arch }] of Object.entries(json)) {
    for (const name of new Set(pypi.map(normalizeName))) {
      if (!isName(name)) continue;
      const facts = deps.map(([library, field]): SourceFact => ({
        kind: 'wheel-library',
        library,
        ...(field === 'Depends' && arch === 'all' ? {} : { optional: true }),
        ref: `Depends of ${binary}`,
      }));
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

/** A PEP 503 name; Debian's table also holds import paths. */
function isName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}
