import { FORMAT_VERSION, HEADER, MAGIC } from './format.ts';
import type { KnowledgeBase, PackageFacts } from './model.ts';

/** Packages and provenance as the one buffer that `openKnowledge` reads. The same input gives the same bytes. */
export function compileKnowledge(
  packages: readonly PackageFacts[],
  provenance: KnowledgeBase['provenance'],
): Uint8Array {
  const encoder = new TextEncoder();
  const byName = packages
    .map((one) => ({ one, bytes: encoder.encode(one.name) }))
    .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes));
  const atoms = new Atoms();
  const records = byName.map(({ one }) => encodeRecord(one, atoms));
  const names = table(byName.map(({ bytes }) => bytes));
  const recordTable = table(records);
  const atomTable = table(atoms.texts().map((text) => encoder.encode(text)));
  const meta = encoder.encode(JSON.stringify({ provenance }));

  const namesAt = HEADER.size;
  const recordsAt = namesAt + names.length;
  const atomsAt = recordsAt + recordTable.length;
  const metaAt = atomsAt + atomTable.length;
  const result = new Uint8Array(metaAt + meta.length);
  const view = new DataView(result.buffer);
  view.setUint32(HEADER.magic, MAGIC, true);
  view.setUint32(HEADER.version, FORMAT_VERSION, true);
  view.setUint32(HEADER.names, namesAt, true);
  view.setUint32(HEADER.nameCount, byName.length, true);
  view.setUint32(HEADER.records, recordsAt, true);
  view.setUint32(HEADER.recordCount, records.length, true);
  view.setUint32(HEADER.atoms, atomsAt, true);
  view.setUint32(HEADER.atomCount, atoms.texts().length, true);
  view.setUint32(HEADER.meta, metaAt, true);
  view.setUint32(HEADER.metaLength, meta.length, true);
  result.set(names, namesAt);
  result.set(recordTable, recordsAt);
  result.set(atomTable, atomsAt);
  result.set(meta, metaAt);
  return result;
}

/** Texts that records share, each once, numbered in the order of first use. */
class Atoms {
  readonly #indexes = new Map<string, number>();

  add(value: unknown): number {
    const text = JSON.stringify(value);
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#indexes.size);
    return this.#indexes.size - 1;
  }

  texts(): string[] {
    return [...this.#indexes.keys()];
  }
}

function encodeRecord(
  { facts, poetry2nix, unmapped, notes }: PackageFacts,
  atoms: Atoms,
): Uint8Array {
  const numbers: number[] = [];
  const list = (items: readonly unknown[]): void => {
    numbers.push(items.length, ...items.map((item) => atoms.add(item)));
  };
  list(facts);
  if (poetry2nix === null) {
    numbers.push(0, 0);
  } else {
    const { provides, ...rest } = poetry2nix;
    numbers.push(1 + atoms.add(rest), provides.length);
    for (const { during, named, ...provision } of provides) {
      const dates = {
        ...(during === undefined ? {} : { during }),
        ...(named === undefined ? {} : { named }),
      };
      numbers.push(atoms.add(provision), atoms.add(dates));
    }
  }
  list(unmapped);
  list(notes);
  return Uint8Array.from(numbers.flatMap(leb128));
}

function leb128(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Offsets from the table's own start, then the parts. */
function table(parts: readonly Uint8Array[]): Uint8Array {
  const indexSize = 4 * (parts.length + 1);
  const size = parts.reduce((sum, part) => sum + part.length, indexSize);
  const result = new Uint8Array(size);
  const view = new DataView(result.buffer);
  let at = indexSize;
  for (const [index, part] of parts.entries()) {
    view.setUint32(4 * index, at, true);
    result.set(part, at);
    at += part.length;
  }
  view.setUint32(4 * parts.length, at, true);
  return result;
}
