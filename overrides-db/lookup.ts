import { FORMAT_VERSION, HEADER, MAGIC, NAME_PLACEHOLDER } from './format.ts';
import type { Fact, KnowledgeBase, PackageFacts, Poetry2nixDefaults, Provision } from './model.ts';

/**
 * Reads a compiled knowledge base in place: constant time and no copy; a look-up is
 * a binary search over the names and the decoding of one record.
 *
 * @param bytes what `compileKnowledge` made; bytes that are none give a knowledge base that knows nothing.
 */
export function openKnowledge(bytes: Uint8Array): KnowledgeBase {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isKnowledge(view)) return EMPTY;
  const names = new Table(bytes, view, HEADER.names, HEADER.nameCount);
  const records = new Table(bytes, view, HEADER.records, HEADER.recordCount);
  const atoms = new Table(bytes, view, HEADER.atoms, HEADER.atomCount);
  const read = (name: string): PackageFacts | null => {
    const index = names.search(name);
    return index === -1 ? null : new RecordReader(records.slice(index), atoms, name).read();
  };
  const recent = new Map<string, PackageFacts | null>();
  return {
    provenance: readMeta(bytes, view),
    lookup(name) {
      const known = recent.get(name);
      if (known !== undefined) return known;
      if (recent.size >= MOST_RECENT) recent.clear();
      const facts = read(name);
      recent.set(name, facts);
      return facts;
    },
    *names(prefix = '') {
      for (let index = names.firstFrom(prefix); index < names.count; index++) {
        const name = names.text(index);
        if (!name.startsWith(prefix)) return;
        yield name;
      }
    },
  };
}

const EMPTY: KnowledgeBase = { provenance: [], lookup: () => null, names: () => [] };

const DECODER = new TextDecoder();

/** How many answers are kept: what one project asks for twice, or many projects of a repository ask for. */
const MOST_RECENT = 500;

/** No PyPI project has a longer name; a longer text is not worth a search. */
const LONGEST_NAME = 256;

function isKnowledge(view: DataView): boolean {
  return (
    view.byteLength >= HEADER.size &&
    view.getUint32(HEADER.magic, true) === MAGIC &&
    view.getUint32(HEADER.version, true) === FORMAT_VERSION
  );
}

function readMeta(bytes: Uint8Array, view: DataView): KnowledgeBase['provenance'] {
  const at = view.getUint32(HEADER.meta, true);
  const length = view.getUint32(HEADER.metaLength, true);
  const meta: { provenance: KnowledgeBase['provenance'] } = JSON.parse(
    DECODER.decode(bytes.subarray(at, at + length)),
  );
  return meta.provenance;
}

/** Byte strings behind an index of offsets. */
class Table {
  readonly count: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #start: number;

  constructor(bytes: Uint8Array, view: DataView, startField: number, countField: number) {
    this.#bytes = bytes;
    this.#view = view;
    this.#start = view.getUint32(startField, true);
    this.count = view.getUint32(countField, true);
  }

  slice(index: number): Uint8Array {
    return this.#bytes.subarray(this.#offset(index), this.#offset(index + 1));
  }

  text(index: number): string {
    return DECODER.decode(this.slice(index));
  }

  /** The index of `text` among ascending entries; -1 if it is not there. */
  search(text: string): number {
    if (text.length > LONGEST_NAME) return -1;
    const index = this.firstFrom(text);
    return index < this.count && this.#compare(index, text) === 0 ? index : -1;
  }

  /** The index of the first of ascending entries that is not below `text`; `count` if all are. */
  firstFrom(text: string): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(middle, text) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Names are ASCII (PEP 503), so bytes compare as UTF-16 units do. */
  #compare(index: number, text: string): number {
    const start = this.#offset(index);
    const length = this.#offset(index + 1) - start;
    const common = Math.min(length, text.length);
    for (let at = 0; at < common; at++) {
      const difference = (this.#bytes[start + at] ?? 0) - text.charCodeAt(at);
      if (difference !== 0) return difference;
    }
    return length - text.length;
  }

  #offset(index: number): number {
    return this.#start + this.#view.getUint32(this.#start + 4 * index, true);
  }
}

type Dates = Pick<Provision, 'during' | 'named'>;

class RecordReader {
  readonly #record: Uint8Array;
  readonly #atoms: Table;
  readonly #name: string;
  #at = 0;

  constructor(record: Uint8Array, atoms: Table, name: string) {
    this.#record = record;
    this.#atoms = atoms;
    this.#name = name;
  }

  read(): PackageFacts {
    const facts = this.#list((text): Fact => JSON.parse(text));
    const defaults = this.#number();
    const provides = this.#provisions();
    const unmapped = this.#list((text): PackageFacts['unmapped'][number] => JSON.parse(text));
    const notes = this.#list((text): string => JSON.parse(text));
    const poetry2nix = defaults === 0 ? null : this.#defaults(defaults - 1, provides);
    return { name: this.#name, facts, poetry2nix, unmapped, notes };
  }

  #defaults(atom: number, provides: readonly Provision[]): Poetry2nixDefaults {
    const rest: Omit<Poetry2nixDefaults, 'provides'> = JSON.parse(this.#text(atom));
    return { provides, ...rest };
  }

  #provisions(): Provision[] {
    const items: Provision[] = [];
    for (let left = this.#number(); left > 0; left--) {
      const provision: Omit<Provision, keyof Dates> = JSON.parse(this.#text(this.#number()));
      const dates: Dates = JSON.parse(this.#text(this.#number()));
      items.push({ ...provision, ...dates });
    }
    return items;
  }

  #list<T>(decode: (text: string) => T): T[] {
    const items: T[] = [];
    for (let left = this.#number(); left > 0; left--)
      items.push(decode(this.#text(this.#number())));
    return items;
  }

  #text(atom: number): string {
    return this.#atoms.text(atom).replaceAll(NAME_PLACEHOLDER, this.#name);
  }

  #number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#record[this.#at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value;
    }
  }
}
