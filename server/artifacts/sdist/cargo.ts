import type { Evidence } from '../evidence.ts';
import type { TomlTable } from '../../toml/model.ts';
import { parseToml } from '../../toml/parse.ts';
import { entry, lineOf, tableOf, textOf } from './toml-access.ts';

/** A crate that the build makes, by its `Cargo.toml`; the lock is the nearest `Cargo.lock` above, or null. */
export function readCargo(
  manifest: { readonly text: string; readonly file: string },
  lock: { readonly text: string; readonly file: string } | null,
): Evidence[] {
  const { file } = manifest;
  const { root } = parseToml(manifest.text);
  const named = entry(tableOf(entry(root, 'package')?.value), 'name');
  const line = named === null ? 1 : lineOf(manifest.text, named.span.start);
  const name = textOf(named?.value) ?? '';
  const git = [...new Set([...gitOf(root), ...(lock === null ? [] : gitSources(lock.text))])];
  const own: Evidence[] = [
    { kind: 'language', name: 'rust', place: { file, line }, condition: null },
    { kind: 'crate', name, locked: lock !== null, git, place: { file, line }, condition: null },
  ];
  return lock === null ? own : [...own, ...systemLibraries(lock.text, lock.file)];
}

function gitOf(root: TomlTable): string[] {
  const tables = ['dependencies', 'build-dependencies'].map((key) =>
    tableOf(entry(root, key)?.value),
  );
  return tables.flatMap((table) =>
    [...(table?.entries.values() ?? [])].flatMap(
      ({ value }) => textOf(entry(tableOf(value), 'git')?.value) ?? [],
    ),
  );
}

function gitSources(lock: string): string[] {
  return [...lock.matchAll(/^source = "git\+([^"?#\n]{1,300})/gm)].map((match) => match[1] ?? '');
}

/** Crates that link a library of the system (`links` in their manifests), unless the lock has what builds it anew. */
function systemLibraries(lock: string, file: string): Evidence[] {
  const names = new Map<string, number>();
  for (const match of lock.matchAll(/^name = "([\w-]{1,100})"$/gm)) {
    if (!names.has(match[1] ?? '')) names.set(match[1] ?? '', match.index);
  }
  return SYSTEM_CRATES.flatMap(({ crate, module, source }) => {
    const at = names.get(crate);
    if (at === undefined || names.has(source)) return [];
    return [
      {
        kind: 'pkg-config',
        name: module,
        place: { file, line: lineOf(lock, at) },
        condition: null,
      },
    ];
  });
}

/**
 * Whether no crate of a `Cargo.lock` links a library of the system but by what `readCargo` tells. Crates that link one are named
 * for it, `…-sys`; those that are not for Linux or macOS, or bring their sources, take none.
 */
export function linksNothingElse(lock: string): boolean {
  for (const [, name = ''] of lock.matchAll(/^name = "([\w-]{1,100}[-_]sys)"$/gm))
    if (!BRINGING_CRATES.has(name.replaceAll('_', '-'))) return false;
  return true;
}

const BRINGING_CRATES: ReadonlySet<string> = new Set(
  (
    'openssl-sys windows-sys js-sys web-sys linux-raw-sys core-foundation-sys security-framework-sys ' +
    'system-configuration-sys io-kit-sys objc-sys dirs-sys zstd-sys bzip2-sys lzma-sys libz-sys onig-sys ' +
    'libmimalloc-sys lz4-sys brotli-sys zopfli-sys schannel-sys fsevent-sys inotify-sys winapi-sys ' +
    'jemalloc-sys tikv-jemalloc-sys rustls-native-certs-sys'
  ).split(' '),
);

/** Crates that find their library with pkg-config and bring none, each with the one that would build it from source. */
const SYSTEM_CRATES = [{ crate: 'openssl-sys', module: 'openssl', source: 'openssl-src' }] as const;
