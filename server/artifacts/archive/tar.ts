import type { ArchiveLimits } from './limits.ts';
import { type Archive, type ArchiveEntry, safePath, type Wanted } from './model.ts';

/**
 * Reads a tar archive that is pushed piece by piece: ustar with the extensions that sdists use, pax'
 * `path` and `size` (POSIX.1-2001) and GNU's long names. Links, devices and folders are passed over.
 * Memory is bounded by the limits, time is linear in what is pushed.
 */
export class TarReader {
  readonly #wanted: Wanted;
  readonly #limits: ArchiveLimits;
  readonly #entries: ArchiveEntry[] = [];
  readonly #files = new Map<string, Uint8Array>();
  readonly #problems: string[] = [];
  /** What of a block or body is still to come, and where it goes; null passes it over. */
  #part: Part = headerPart();
  #names: Names = NO_NAMES;
  #pushed = 0;
  #kept = 0;
  #seen = 0;
  #ended = false;

  constructor(wanted: Wanted, limits: ArchiveLimits) {
    this.#wanted = wanted;
    this.#limits = limits;
  }

  /** Whether nothing more need be pushed: the archive's end was seen, or a limit. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#pushed += chunk.length;
    if (this.#pushed > this.#limits.unpacked) this.#stop('unpacks to more than is read');
    let at = 0;
    while (!this.#ended && at < chunk.length) {
      const part = this.#part;
      const take = Math.min(part.left, chunk.length - at);
      part.into?.set(chunk.subarray(at, at + take), part.filled);
      part.filled += part.into === null ? 0 : take;
      part.left -= take;
      at += take;
      if (part.left === 0) this.#finish(part);
    }
  }

  result(): Archive {
    const cut = !this.#ended && (this.#part.kind !== 'header' || this.#part.filled > 0);
    const problems = cut ? [...this.#problems, 'ends in the middle of a file'] : this.#problems;
    return { entries: this.#entries, files: this.#files, problems };
  }

  #stop(problem: string): void {
    this.#problems.push(problem);
    this.#ended = true;
  }

  #finish(part: Part): void {
    switch (part.kind) {
      case 'header':
        this.#readHeader(part.into);
        return;
      case 'names':
        this.#names = { ...this.#names, ...namesOf(part) };
        break;
      case 'file':
        if (part.into !== null) this.#files.set(part.path, part.into.subarray(0, part.size));
        break;
    }
    this.#part = headerPart();
  }

  #readHeader(block: Uint8Array): void {
    this.#part = headerPart();
    if (block.every((byte) => byte === 0)) {
      this.#ended = true;
      return;
    }
    const header = parseHeader(block);
    if (header === null) {
      this.#stop('has a header that is none of a tar archive');
      return;
    }
    if (++this.#seen > this.#limits.entries) {
      this.#stop('has more entries than are read');
      return;
    }
    const { type } = header;
    if (type === 'x' || type === 'L') {
      this.#expectNames(type, header.size);
      return;
    }
    const names = this.#names;
    // A global header and a long link name stand between an entry and its own names at most.
    if (type !== 'g' && type !== 'K') this.#names = NO_NAMES;
    this.#expectBody({
      ...header,
      path: names.path ?? header.path,
      size: names.size ?? header.size,
    });
  }

  #expectNames(type: 'x' | 'L', size: number): void {
    const into = size <= LONGEST_NAMES ? new Uint8Array(padded(size)) : null;
    if (size > LONGEST_NAMES) this.#problems.push('has a name that is too long to be read');
    if (size === 0) return;
    this.#part = { kind: 'names', type, size, left: padded(size), filled: 0, into };
  }

  #expectBody({ type, path: raw, size }: Header): void {
    // Links and devices have no body, whatever their header says.
    if (!BODIED.includes(type)) return;
    const path = type === '0' || type === '\0' || type === '7' ? safePath(raw) : null;
    if (path === null && type === '0') this.#problems.push('has a path that leads outside');
    let into: Uint8Array | null = null;
    if (path !== null) {
      const entry = { path, size };
      this.#entries.push(entry);
      if (this.#wanted(entry)) into = this.#room(entry);
      if (into !== null && size === 0) this.#files.set(path, into);
    }
    if (size === 0) return;
    this.#part = { kind: 'file', path: path ?? '', size, left: padded(size), filled: 0, into };
  }

  #room({ path, size }: ArchiveEntry): Uint8Array | null {
    if (size > this.#limits.entry || this.#kept + size > this.#limits.kept) {
      this.#problems.push(`${path} is too large to be read`);
      return null;
    }
    this.#kept += size;
    return new Uint8Array(padded(size));
  }
}

interface Names {
  readonly path?: string;
  readonly size?: number;
}

const NO_NAMES: Names = {};

type Part = { left: number; filled: number } & (
  | { readonly kind: 'header'; readonly into: Uint8Array }
  | {
      readonly kind: 'names';
      readonly type: 'x' | 'L';
      readonly size: number;
      readonly into: Uint8Array | null;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly size: number;
      readonly into: Uint8Array | null;
    }
);

interface Header {
  readonly path: string;
  readonly size: number;
  readonly type: string;
}

const BLOCK = 512;
const LONGEST_NAMES = 2 ** 16;
/** Files (old, new, contiguous), folders with a body in old archives, and headers of archives and links. */
const BODIED = '\u000007gKVSM';

function headerPart(): Part {
  return { kind: 'header', left: BLOCK, filled: 0, into: new Uint8Array(BLOCK) };
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function parseHeader(block: Uint8Array): Header | null {
  const stated = octal(block, 148, 8);
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (stated !== sum) return null;
  const size = octal(block, 124, 12);
  if (size === null) return null;
  const name = text(block, 0, 100);
  const isUstar = text(block, 257, 5) === 'ustar';
  const prefix = isUstar && block[263] === 0x30 ? text(block, 345, 155) : '';
  const type = String.fromCharCode(block[156] ?? 0);
  return { path: prefix === '' ? name : `${prefix}/${name}`, size, type };
}

/** A number in octal digits, or in GNU's base 256 where its first bit is set; null for anything else. */
function octal(block: Uint8Array, at: number, length: number): number | null {
  const first = block[at] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f;
    for (let index = at + 1; index < at + length; index++) {
      value = value * 256 + (block[index] ?? 0);
      if (value > Number.MAX_SAFE_INTEGER) return null;
    }
    return value;
  }
  const digits = text(block, at, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits === '' ? '0' : digits, 8) : null;
}

const DECODER = new TextDecoder();

function text(block: Uint8Array, at: number, length: number): string {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return DECODER.decode(end === -1 ? bytes : bytes.subarray(0, end));
}

/** `LENGTH KEY=VALUE\n` records of a pax header, or the one name of a GNU header. */
function namesOf({ type, size, into }: Extract<Part, { kind: 'names' }>): Names {
  if (into === null) return {};
  const bytes = into.subarray(0, size);
  if (type === 'L') return { path: text(bytes, 0, bytes.length) };
  const names: { path?: string; size?: number } = {};
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = space === -1 || space - at > 6 ? 0 : Number(text(bytes, at, space - at));
    if (!Number.isInteger(length) || length <= space - at + 1) break;
    const record = DECODER.decode(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    const value = record.slice(equals + 1);
    if (record.slice(0, equals) === 'path') names.path = value;
    if (record.slice(0, equals) === 'size' && /^\d{1,15}$/.test(value)) names.size = Number(value);
    at += length;
  }
  return names;
}
