import { inflateRawSync } from 'node:zlib';
import type { ByteSource, MissingBytes } from './byte-source.ts';
import type { ArchiveLimits } from './limits.ts';
import { type Archive, safePath, type Wanted } from './model.ts';

/** An entry of a zip's central directory. Sizes in bytes. */
export interface ZipEntry {
  readonly path: string;
  readonly size: number;
  readonly packedSize: number;
  readonly method: number;
  /** Offset of its local header in the file, in bytes. */
  readonly offset: number;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  readonly problems: readonly string[];
}

/** The files that a zip lists at its end (APPNOTE 4.3.12, with zip64), from the end and that list alone. */
export function readZipDirectory(
  source: ByteSource,
  limits: ArchiveLimits,
): ZipDirectory | MissingBytes {
  const tailStart = Math.max(0, source.size - TAIL);
  const tail = source.read(tailStart, source.size);
  if (tail === null) return { missing: { start: tailStart, end: source.size } };
  const end = findEnd(tail, tailStart);
  if (end === null) return { entries: [], problems: ['is no zip archive'] };
  const { start, size, count } = end;
  if (start + size > source.size || size > LARGEST_DIRECTORY) {
    return { entries: [], problems: ['has a list of files that cannot be read'] };
  }
  const bytes = source.read(start, start + size);
  if (bytes === null) return { missing: { start, end: start + size } };
  return entriesOf(bytes, Math.min(count, limits.entries), count > limits.entries);
}

/** One file's bytes; null where they are damaged, longer than stated, or packed in a way that wheels and sdists do not use. */
export function readZipEntry(
  source: ByteSource,
  entry: ZipEntry,
): Uint8Array | null | MissingBytes {
  // The local header's name and extra field may be longer than those of the list.
  const headerEnd = Math.min(source.size, entry.offset + LOCAL_HEADER);
  const header = source.read(entry.offset, headerEnd);
  const guess = Math.min(source.size, headerEnd + entry.packedSize + 2 ** 11);
  if (header === null) return { missing: { start: entry.offset, end: guess } };
  const view = viewOf(header);
  if (header.length < LOCAL_HEADER || view.getUint32(0, true) !== 0x04034b50) return null;
  const start = headerEnd + view.getUint16(26, true) + view.getUint16(28, true);
  const end = start + entry.packedSize;
  if (end > source.size) return null;
  const packed = source.read(start, end);
  if (packed === null) return { missing: { start: entry.offset, end: Math.max(guess, end) } };
  if (entry.method === STORED) return packed.length === entry.size ? packed : null;
  if (entry.method !== DEFLATED) return null;
  if (entry.size === 0) return new Uint8Array();
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: entry.size });
    return bytes.length === entry.size ? bytes : null;
  } catch {
    return null;
  }
}

/** Reads a zip that is there as a whole. */
export function readZip(source: ByteSource, wanted: Wanted, limits: ArchiveLimits): Archive {
  const directory = readZipDirectory(source, limits);
  if ('missing' in directory) return { entries: [], files: new Map(), problems: ['is not whole'] };
  const files = new Map<string, Uint8Array>();
  const problems = [...directory.problems];
  let kept = 0;
  for (const entry of directory.entries) {
    if (!wanted(entry)) continue;
    if (entry.size > limits.entry || kept + entry.size > limits.kept) {
      problems.push(`${entry.path} is too large to be read`);
      continue;
    }
    const bytes = readZipEntry(source, entry);
    if (bytes === null || 'missing' in bytes) {
      problems.push(`${entry.path} cannot be unpacked`);
      continue;
    }
    kept += bytes.length;
    files.set(entry.path, bytes);
  }
  return { entries: directory.entries, files, problems };
}

/** The end record, its comment of at most 64 KiB, and zip64's locator and record before it. */
const TAIL = 2 ** 16 + 22 + 20 + 56;
const LARGEST_DIRECTORY = 2 ** 26;
const LOCAL_HEADER = 30;
const STORED = 0;
const DEFLATED = 8;

interface End {
  readonly start: number;
  readonly size: number;
  readonly count: number;
}

function findEnd(tail: Uint8Array, tailStart: number): End | null {
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const end = {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      start: view.getUint32(at + 16, true),
    };
    const isShort = end.count === 0xffff || end.size === 0xffffffff || end.start === 0xffffffff;
    return isShort ? zip64End(view, at - 20, tailStart) : end;
  }
  return null;
}

function zip64End(view: DataView, locator: number, tailStart: number): End | null {
  if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) return null;
  const at = Number(view.getBigUint64(locator + 8, true)) - tailStart;
  if (at < 0 || at + 56 > view.byteLength || view.getUint32(at, true) !== 0x06064b50) return null;
  return {
    count: Number(view.getBigUint64(at + 32, true)),
    size: Number(view.getBigUint64(at + 40, true)),
    start: Number(view.getBigUint64(at + 48, true)),
  };
}

function entriesOf(bytes: Uint8Array, count: number, more: boolean): ZipDirectory {
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  const problems = more ? ['has more entries than are read'] : [];
  let at = 0;
  for (let left = count; left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) {
      problems.push('has a list of files that ends too soon');
      break;
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > bytes.length) {
      problems.push('has a list of files that ends too soon');
      break;
    }
    const name = DECODER.decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const path = safePath(name);
    if (path === null) problems.push('has a path that leads outside');
    else if (!name.endsWith('/')) {
      entries.push({ path, method: view.getUint16(at + 10, true), ...sizesOf(view, at, extra) });
    }
    at = next;
  }
  return { entries, problems: [...new Set(problems)] };
}

function sizesOf(
  view: DataView,
  at: number,
  extra: Uint8Array,
): Pick<ZipEntry, 'size' | 'packedSize' | 'offset'> {
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const offset = view.getUint32(at + 42, true);
  const long = zip64Numbers(extra);
  const take = (value: number): number => (value === 0xffffffff ? (long.shift() ?? value) : value);
  const whole = take(size);
  return { size: whole, packedSize: take(packedSize), offset: take(offset) };
}

/** The numbers of the extra field 1, in their order: of those that do not fit elsewhere. */
function zip64Numbers(extra: Uint8Array): number[] {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      const numbers: number[] = [];
      const end = Math.min(at + 4 + length, extra.length);
      for (let one = at + 4; one + 8 <= end; one += 8)
        numbers.push(Number(view.getBigUint64(one, true)));
      return numbers;
    }
    at += 4 + length;
  }
  return [];
}

const DECODER = new TextDecoder();

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
