import { createHash } from 'node:crypto';
import { dirname, join, relative, resolve } from 'node:path/posix';
import type { FileSystem } from './file-system.ts';

/** Whether git has the text of a file, so that it can be taken back. */
export type GitState =
  /** The text is what the index has: committed, or added. */
  | 'held'
  /** Git has the file, and another text of it. */
  | 'changed'
  /** The file is in a checkout, and not in its index. */
  | 'untracked'
  | 'no-checkout'
  /** The index cannot be read. */
  | 'unknown';

/**
 * Asks the index of the checkout, by its bytes: git itself would run what a repository configures
 * (`core.fsmonitor`, filters). A text that git changes when it is added, but for its line breaks, is
 * therefore `changed`.
 *
 * @param file absolute path, without links on the way.
 */
export function gitStateOf(file: string, text: string, fileSystem: FileSystem): GitState {
  const root = checkoutAround(file, fileSystem);
  if (root === null) return 'no-checkout';
  const git = gitFolder(root, fileSystem);
  if (git === null) return 'unknown';
  const index = fileSystem.bytes(join(git.own, 'index'), MOST_BYTES);
  if (index === null) return fileSystem.kind(git.own) === 'directory' ? 'untracked' : 'unknown';
  const config = fileSystem.read(join(git.common, 'config'));
  const algorithm = config.ok && config.text.split('\n').some(isSha256) ? 'sha256' : 'sha1';
  const held = blobIn(index, relative(root, file), algorithm === 'sha1' ? 20 : 32);
  if (held === 'unknown' || held === 'untracked') return held;
  const texts = [text, text.replaceAll('\r\n', '\n')];
  return texts.some((each) => blobHash(each, algorithm) === held.hash) ? 'held' : 'changed';
}

/** Whether a line of git's configuration says that objects are named by SHA-256. */
function isSha256(line: string): boolean {
  return /^objectformat *= *sha256$/i.test(line.trim());
}

const MOST_BYTES = 256 * 1024 * 1024;

function checkoutAround(file: string, fileSystem: FileSystem): string | null {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (fileSystem.kind(join(folder, '.git')) !== null) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/**
 * The folder with the index, and the one with the configuration: of a linked work tree and of a submodule `.git` is a
 * file that names the former, which names the latter where that is another (gitrepository-layout).
 */
function gitFolder(
  root: string,
  fileSystem: FileSystem,
): { readonly own: string; readonly common: string } | null {
  const own = join(root, '.git');
  if (fileSystem.kind(own) !== 'file') return { own, common: own };
  const named = fileSystem.read(own);
  const [, path = null] = (named.ok && /^gitdir: *([^\0\r\n]{1,4096})/.exec(named.text)) || [];
  if (path === null) return null;
  const linked = resolve(root, path);
  const common = fileSystem.read(join(linked, 'commondir'));
  return {
    own: linked,
    common: common.ok ? resolve(linked, common.text.split('\n')[0]?.trim() ?? '') : linked,
  };
}

/** The id under which git keeps a file's content. */
function blobHash(text: string, algorithm: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** What an index (gitformat-index, versions 2 to 4) has of a path: the hash of its blob, hexadecimal. */
function blobIn(
  index: Uint8Array,
  path: string,
  hashLength: number,
): { readonly hash: string } | 'untracked' | 'unknown' {
  const view = Buffer.from(index.buffer, index.byteOffset, index.byteLength);
  if (view.length < 12 || view.toString('latin1', 0, 4) !== 'DIRC') return 'unknown';
  const version = view.readUInt32BE(4);
  const count = view.readUInt32BE(8);
  if (version < 2 || version > 4) return 'unknown';
  let at = 12;
  let previous = Buffer.alloc(0);
  for (let entry = 0; entry < count; entry += 1) {
    const flagsAt = at + STAT_LENGTH + hashLength;
    if (flagsAt + 2 > view.length) return 'unknown';
    const flags = view.readUInt16BE(flagsAt);
    const nameAt = flagsAt + ((flags & EXTENDED) === 0 ? 2 : 4);
    const name = version === 4 ? compressedName(view, nameAt, previous) : plainName(view, nameAt);
    if (name === null) return 'unknown';
    const isMerged = (flags & STAGE) === 0;
    if (isMerged && name.bytes.toString('utf8') === path)
      return { hash: view.toString('hex', at + STAT_LENGTH, flagsAt) };
    previous = name.bytes;
    // Before version 4 an entry is filled up to eight bytes, with one of them at least.
    at = version === 4 ? name.end + 1 : at + (Math.floor((name.end - at) / 8) + 1) * 8;
  }
  return 'untracked';
}

const STAT_LENGTH = 40;
const EXTENDED = 0x4000;
const STAGE = 0x3000;

interface Name {
  readonly bytes: Buffer<ArrayBuffer>;
  /** Of the NUL behind it. */
  readonly end: number;
}

function plainName(view: Buffer, start: number): Name | null {
  const end = view.indexOf(0, start);
  return end === -1 ? null : { bytes: Buffer.from(view.subarray(start, end)), end };
}

/** A name as how many bytes of the one before are left out, and what is put there. */
function compressedName(view: Buffer, start: number, previous: Buffer): Name | null {
  let at = start;
  let byte = view[at] ?? 0;
  let removed = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    at += 1;
    byte = view[at] ?? 0;
    removed = (removed + 1) * 128 + (byte & 0x7f);
  }
  const end = view.indexOf(0, at + 1);
  if (end === -1 || removed > previous.length) return null;
  const kept = previous.subarray(0, previous.length - removed);
  return { bytes: Buffer.concat([kept, view.subarray(at + 1, end)]), end };
}
