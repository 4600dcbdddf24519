import { posix, win32 } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Inside of this program a path is absolute and has `/` between its parts on every system, so that what
 * is said of paths (whether one is below another, how one names another in a file) is said once. On
 * Windows `C:\p\a` is `/C:/p/a`, whatever the case of the drive's letter, and `\\server\share\a` is
 * `/server/share/a`; elsewhere a path is what it is. These are the borders: URIs, arguments, the disk.
 */
export interface NativePaths {
  /** An absolute path as the system writes it → as it is inside. */
  inner(native: string): string;
  /** A path of ours → as the system writes it. */
  native(path: string): string;
  /** As `native`, but with `/` between the parts, as glob patterns have it. */
  slashed(path: string): string;
  /** What a user has given, relative to `cwd`, which is a path of ours. */
  resolve(cwd: string, given: string): string;
  /** The path of a `file:` URI; null for any other (`untitled:`, `git:`), and for what is not an URI. */
  ofUri(uri: string): string | null;
  uriOf(path: string): string;
}

export const posixPaths: NativePaths = {
  inner: (native) => native,
  native: (path) => path,
  slashed: (path) => path,
  resolve: (cwd, given) => posix.resolve(cwd, given),
  ofUri: (uri) => ofUri(uri, false, posixPaths),
  uriOf: (path) => pathToFileURL(path, { windows: false }).href,
};

/** How a path of ours names a drive. */
const DRIVE = /^\/([A-Za-z]:)(?=\/|$)/;

export const windowsPaths: NativePaths = {
  inner(native) {
    // `\\?\` and `\\?\UNC\` switch the limit of 260 characters off and name nothing.
    const bare = native.replace(/^[\\/]{2}[?.][\\/](?:UNC[\\/])?/i, (prefix) =>
      /UNC/i.test(prefix) ? '\\\\' : '',
    );
    const path = posix.normalize(`/${bare.replaceAll('\\', '/')}`);
    const upper = path.replace(DRIVE, (drive) => drive.toUpperCase());
    return upper.length > 1 && upper.endsWith('/') ? upper.slice(0, -1) : upper;
  },
  native(path) {
    const backward = path.replaceAll('/', '\\');
    if (!DRIVE.test(path)) return `\\${backward}`;
    // Without the last one it would be the drive's current folder.
    return path.length === 3 ? `${backward.slice(1)}\\` : backward.slice(1);
  },
  slashed: (path) => windowsPaths.native(path).replaceAll('\\', '/'),
  resolve: (cwd, given) => windowsPaths.inner(win32.resolve(windowsPaths.native(cwd), given)),
  ofUri: (uri) => ofUri(uri, true, windowsPaths),
  uriOf: (path) => pathToFileURL(windowsPaths.native(path), { windows: true }).href,
};

/** The paths of the system that this runs on. */
export const nativePaths: NativePaths = process.platform === 'win32' ? windowsPaths : posixPaths;

function ofUri(uri: string, windows: boolean, paths: NativePaths): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    const path = paths.inner(fileURLToPath(uri, { windows }));
    // A folder's URI may end in a slash; a path is one path all the same.
    return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  } catch {
    return null;
  }
}
