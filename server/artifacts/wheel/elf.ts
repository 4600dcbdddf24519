/** What the dynamic section of an ELF file says (System V ABI, "Dynamic Linking"). */
export interface ElfReading {
  /** `e_machine`: 62 for x86-64, 183 for AArch64. */
  readonly machine: number;
  /** DT_NEEDED: the libraries that the loader must find, by their own names. */
  readonly needed: readonly string[];
  readonly soname: string | null;
  /** DT_RUNPATH, or DT_RPATH where there is none: where the loader looks first, `$ORIGIN` as it is written. */
  readonly runpath: readonly string[];
  /** The versions of symbols that it takes from others: `GLIBC_2.17`. */
  readonly versions: readonly string[];
  /** Where its constants are, `[start, end)` in bytes of the file: the sections named `.rodata…`. */
  readonly constants: readonly { readonly start: number; readonly end: number }[];
}

/** Reads a shared object or program; null for anything that is no ELF file with a dynamic section. */
export function readElf(bytes: Uint8Array): ElfReading | null {
  if (bytes.length < 64 || !MAGIC.every((byte, at) => bytes[at] === byte)) return null;
  const file = new ElfFile(bytes);
  const dynamic = file.dynamic();
  if (dynamic === null) return null;
  const strings = file.offsetOf(dynamic.get(DT.strtab)?.[0]);
  if (strings === null) return null;
  const texts = (tag: number): string[] =>
    (dynamic.get(tag) ?? []).flatMap((at) => file.text(strings, at) ?? []);
  const paths = dynamic.has(DT.runpath) ? texts(DT.runpath) : texts(DT.rpath);
  return {
    machine: file.machine,
    needed: texts(DT.needed),
    soname: texts(DT.soname)[0] ?? null,
    runpath: paths.flatMap((path) => path.split(':')).filter((path) => path !== ''),
    versions: file.neededVersions(dynamic, strings),
    constants: file.constants(),
  };
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const DT = {
  needed: 1,
  strtab: 5,
  soname: 14,
  rpath: 15,
  runpath: 29,
  verneed: 0x6ffffffe,
  verneednum: 0x6fffffff,
} as const;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const MOST_HEADERS = 1000;
const MOST_ENTRIES = 10_000;
const LONGEST_TEXT = 4096;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

class ElfFile {
  readonly machine: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLong: boolean;
  readonly #isLittle: boolean;
  readonly #segments: readonly Segment[];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLong = bytes[4] === 2;
    this.#isLittle = bytes[5] !== 2;
    this.machine = this.#number(18, 2);
    this.#segments = this.#readSegments();
  }

  /** The dynamic section's values by tag; null where there is none. */
  dynamic(): Map<number, number[]> | null {
    const segment = this.#segments.find(({ type }) => type === PT_DYNAMIC);
    if (segment === undefined) return null;
    const word = this.#isLong ? 8 : 4;
    const result = new Map<number, number[]>();
    const count = Math.min(Math.floor(segment.size / (2 * word)), MOST_ENTRIES);
    for (let index = 0; index < count; index++) {
      const at = segment.offset + index * 2 * word;
      const tag = this.#number(at, word);
      if (tag === 0) break;
      const values = result.get(tag) ?? [];
      values.push(this.#number(at + word, word));
      result.set(tag, values);
    }
    return result;
  }

  /** Where in the file an address of memory comes from. */
  offsetOf(address: number | undefined): number | null {
    if (address === undefined) return null;
    const segment = this.#segments.find(
      (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.size,
    );
    return segment === undefined ? null : segment.offset + (address - segment.address);
  }

  text(strings: number, at: number): string | null {
    const start = strings + at;
    if (!(start >= 0 && start < this.#bytes.length)) return null;
    const part = this.#bytes.subarray(start, start + LONGEST_TEXT);
    const end = part.indexOf(0);
    return end === -1 ? null : DECODER.decode(part.subarray(0, end));
  }

  /** The version needs of GNU's linker (Linux Standard Base, "Symbol Versioning"). */
  neededVersions(dynamic: ReadonlyMap<number, number[]>, strings: number): string[] {
    const found = new Set<string>();
    let at = this.offsetOf(dynamic.get(DT.verneed)?.[0]);
    const files = Math.min(dynamic.get(DT.verneednum)?.[0] ?? 0, MOST_HEADERS);
    for (let file = 0; file < files && at !== null; file++) {
      let version = at + this.#number(at + 8, 4);
      const count = Math.min(this.#number(at + 2, 2), MOST_HEADERS);
      for (let index = 0; index < count; index++) {
        const name = this.text(strings, this.#number(version + 8, 4));
        if (name !== null) found.add(name);
        const next = this.#number(version + 12, 4);
        if (next === 0) break;
        version += next;
      }
      const step = this.#number(at + 12, 4);
      at = step === 0 ? null : at + step;
    }
    return [...found].toSorted();
  }

  constants(): { start: number; end: number }[] {
    const table = this.#isLong ? this.#number(40, 8) : this.#number(32, 4);
    const at = this.#isLong ? 58 : 46;
    const size = this.#number(at, 2);
    const count = Math.min(this.#number(at + 2, 2), MOST_HEADERS);
    const section = (index: number): { name: number; start: number; end: number } => {
      const from = table + index * size;
      const start = this.#isLong ? this.#number(from + 24, 8) : this.#number(from + 16, 4);
      const length = this.#isLong ? this.#number(from + 32, 8) : this.#number(from + 20, 4);
      return { name: this.#number(from, 4), start, end: start + length };
    };
    const names = section(this.#number(at + 4, 2)).start;
    return Array.from({ length: count }, (_, index) => section(index))
      .filter(({ name }) => this.text(names, name)?.startsWith('.rodata') === true)
      .map(({ start, end }) => ({ start, end }));
  }

  #readSegments(): Segment[] {
    const start = this.#isLong ? this.#number(32, 8) : this.#number(28, 4);
    const size = this.#number(this.#isLong ? 54 : 42, 2);
    const count = Math.min(this.#number(this.#isLong ? 56 : 44, 2), MOST_HEADERS);
    return Array.from({ length: count }, (_, index) => {
      const at = start + index * size;
      return this.#isLong
        ? {
            type: this.#number(at, 4),
            offset: this.#number(at + 8, 8),
            address: this.#number(at + 16, 8),
            size: this.#number(at + 32, 8),
          }
        : {
            type: this.#number(at, 4),
            offset: this.#number(at + 4, 4),
            address: this.#number(at + 8, 4),
            size: this.#number(at + 16, 4),
          };
    });
  }

  /** Zero for what lies outside of the file. */
  #number(at: number, length: 2 | 4 | 8): number {
    if (!(at >= 0 && at + length <= this.#bytes.length)) return 0;
    switch (length) {
      case 2:
        return this.#view.getUint16(at, this.#isLittle);
      case 4:
        return this.#view.getUint32(at, this.#isLittle);
      case 8:
        return Number(this.#view.getBigUint64(at, this.#isLittle));
    }
  }
}

const DECODER = new TextDecoder();
