import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
  type Dirent,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { limitOf, tooManyBytes, tooManyEntries } from './file-limits.ts';
import type {
  CommitResult,
  DirectoryEntry,
  FileChange,
  FileProblem,
  FileProblemKind,
  FileStamp,
  FileSystem,
  ReadResult,
} from './file-system.ts';
import { nativePaths } from './native-paths.ts';
import { errorCode, reasonOf } from './system-error.ts';
import { commitChanges } from './writing/commit.ts';

/** The disk. */
export const nodeFileSystem: FileSystem = {
  read: readTextFile,
  bytes: readBytes,
  stamp: (file) => stampOf(statOrNull(file)),
  kind(path) {
    const stats = statOrNull(path);
    return stats === null ? null : kindOf(stats);
  },
  list: listDirectory,
  link: linkAt,
  real: realPath,
  commit: commitNative,
};

/** The writing is done by the system's own paths; what it says of a file is of ours. */
function commitNative(
  changes: readonly FileChange[],
  mayWrite: (realPath: string) => boolean,
): CommitResult {
  const files = new Map(changes.map(({ file }) => [nativePaths.native(file), file]));
  const native = changes.map((change) => ({ ...change, file: nativePaths.native(change.file) }));
  const result = commitChanges(native, (path) => mayWrite(nativePaths.inner(path)));
  if (result.outcome !== 'changed') return result;
  return { ...result, file: files.get(result.file) ?? result.file };
}

function readTextFile(file: string): ReadResult {
  let descriptor: number | null = null;
  let stamp: FileStamp | null = null;
  try {
    // Looked at before it is opened, and opened without blocking: a FIFO put there in between waits for no writer.
    // Most files that are looked for are not there: that is told without an exception, which takes longer than the look.
    const native = nativePaths.native(file);
    const found = statSync(native, { throwIfNoEntry: false });
    if (found === undefined) return failure(missing(file), null);
    const before = refusal(file, found);
    if (before !== null) return failure(before, stampOf(statOrNull(file)));
    descriptor = openSync(native, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    stamp = stampOf(stats);
    const refused = refusal(file, stats);
    if (refused !== null || stamp === null) return failure(refused ?? missing(file), stamp);
    const bytes = readAll(descriptor, stats.size, limitOf(file).bytes);
    const tooMany = tooManyBytes(file, bytes.length);
    if (tooMany !== null) return failure(tooMany, stamp);
    const text = decode(file, bytes);
    const tooLarge = tooManyEntries(file, text);
    return tooLarge === null ? { ok: true, text, stamp } : failure(tooLarge, stamp);
  } catch (error) {
    return failure(problemOf(file, error), stamp);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function readBytes(file: string, most: number): Uint8Array | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(nativePaths.native(file), constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > most) return null;
    const bytes = readAll(descriptor, stats.size, most);
    return bytes.length > most ? null : bytes;
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** All bytes of an open file; few more than `most` even where it grows while it is read. */
function readAll(descriptor: number, expected: number, most: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total <= most) {
    const chunk = Buffer.allocUnsafe(Math.max(expected - total, 4096));
    const count = readSync(descriptor, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  return chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class NotUtf8 extends Error {}

/** pip and uv read a requirements file in UTF-16, as PowerShell writes one, by its byte order mark. */
const REQUIREMENTS_FILE = /\.(?:in|txt)$/;

const utf16Marks = [
  { mark: 0xfffe, decoder: new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true }) },
  { mark: 0xfeff, decoder: new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }) },
];

function decode(file: string, bytes: Buffer): string {
  const mark = REQUIREMENTS_FILE.test(file) && bytes.length >= 2 ? bytes.readUInt16BE(0) : null;
  const utf16 = utf16Marks.find((each) => each.mark === mark);
  try {
    return (utf16?.decoder ?? utf8).decode(bytes);
  } catch {
    throw new NotUtf8();
  }
}

function refusal(file: string, stats: Stats): FileProblem | null {
  if (stats.isDirectory()) return problem('not-a-file', `${file} is a directory, not a file.`);
  if (!stats.isFile()) return problem('not-a-file', `${file} is not a regular file.`);
  return tooManyBytes(file, stats.size);
}

function listDirectory(directory: string): readonly DirectoryEntry[] | null {
  try {
    return readdirSync(nativePaths.native(directory), { withFileTypes: true })
      .map((entry) => ({
        name: entry.name,
        kind: entryKind(directory, entry),
        link: entry.isSymbolicLink(),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return null;
  }
}

function entryKind(directory: string, entry: Dirent): DirectoryEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (!entry.isSymbolicLink()) return 'other';
  const target = statOrNull(join(directory, entry.name));
  return target === null ? 'other' : kindOf(target);
}

function realPath(path: string): string | null {
  try {
    // Most paths that are asked for are not there: that is told without an exception.
    if (statOrNull(path) === null) return null;
    return nativePaths.inner(realpathSync.native(nativePaths.native(path)));
  } catch {
    return null;
  }
}

function linkAt(path: string): string | null {
  try {
    return nativePaths.resolve(dirname(path), readlinkSync(nativePaths.native(path)));
  } catch {
    return null;
  }
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(nativePaths.native(path), { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function stampOf(stats: Stats | null): FileStamp | null {
  return stats === null ? null : { modifiedMs: stats.mtimeMs, size: stats.size, inode: stats.ino };
}

function kindOf(stats: Stats): DirectoryEntry['kind'] {
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'directory' : 'other';
}

function failure(cause: FileProblem, stamp: FileStamp | null): ReadResult {
  return { ok: false, problem: cause, stamp };
}

function problemOf(file: string, error: unknown): FileProblem {
  if (error instanceof NotUtf8) return problem('not-utf8', `${file} is not valid UTF-8.`);
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return missing(file);
  return problem('unreadable', `${file} cannot be read: ${reasonOf(error)}.`);
}

function missing(file: string): FileProblem {
  return problem('missing', `${file} does not exist.`);
}

function problem(kind: FileProblemKind, message: string): FileProblem {
  return { kind, message };
}
