import { readArchive } from '../archive/archive.ts';
import { SDIST_LIMITS, type ArchiveLimits } from '../archive/limits.ts';
import type { Archive, ArchiveEntry } from '../archive/model.ts';
import { Build } from './build.ts';
import type { SdistReading } from './model.ts';

/**
 * Reads an sdist, `.tar.gz` or `.zip`, without running any of it. Any bytes may be given.
 *
 * @param bytes the archive as it was published
 */
export function readSdist(bytes: Uint8Array, limits: ArchiveLimits = SDIST_LIMITS): SdistReading {
  const archive = readArchive(bytes, isBuildFile, limits);
  return readUnpackedSdist(withoutRoot(archive));
}

/** Reads what an sdist was unpacked to: all its entries, paths below its own folder, and the bytes of those that are build files. */
export function readUnpackedSdist(archive: Archive): SdistReading {
  return new Build(archive).read();
}

const BUILD_FILES: ReadonlySet<string> = new Set([
  'pyproject.toml',
  'setup.cfg',
  'PKG-INFO',
  'meson.build',
  'meson.options',
  'meson_options.txt',
  'CMakeLists.txt',
  'configure.ac',
  'configure.in',
  'Cargo.toml',
  'Cargo.lock',
]);

/** What the back ends read, and every Python file that may be part of a build: those near the root. */
export function isBuildFile({ path, size }: ArchiveEntry): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  if (BUILD_FILES.has(name)) return size <= 2 ** 22;
  if (name.endsWith('.py'))
    return size <= 2 ** 19 && (parts.length <= 3 || /build|setup|cffi/i.test(path));
  return false;
}

/** An sdist has one folder, `name-version`, with all the rest in it: paths begin below that. */
function withoutRoot({ entries, files, problems }: Archive): Archive {
  const roots = new Set(entries.map(({ path }) => path.slice(0, path.indexOf('/') + 1)));
  const [root = ''] = roots;
  if (roots.size !== 1 || root === '') return { entries, files, problems };
  return {
    entries: entries.map(({ path, size }) => ({ path: path.slice(root.length), size })),
    files: new Map([...files].map(([path, bytes]) => [path.slice(root.length), bytes])),
    problems,
  };
}
