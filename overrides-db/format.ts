/*
 * The compiled knowledge base is one buffer, little-endian:
 *
 *   header   u32 each: magic, version, then offset and count of names, records, atoms, and offset and byte length of the meta JSON
 *   names    (count + 1) u32 offsets into the buffer, then the names, UTF-8, ascending by bytes
 *   records  (count + 1) u32 offsets, then one record a name, in the names' order
 *   atoms    (count + 1) u32 offsets, then the JSON texts that records share: facts, provisions, runs of revisions, notes
 *
 * A record is a sequence of unsigned LEB128 numbers:
 *   facts, then atom of each; 0 or 1 + atom of what the defaults do; provisions, then for each its atom
 *   and that of its revisions; unmapped, then atom of each; notes, then atom of each.
 *
 * Opening reads the header; a look-up searches the names and decodes one record.
 * In an atom, `{name}` stands for the package's name.
 */

export const MAGIC = 0x424b4e50; // "PNKB"
export const FORMAT_VERSION = 2;

/** Positions of the header's numbers, in bytes. */
export const HEADER = {
  magic: 0,
  version: 4,
  names: 8,
  nameCount: 12,
  records: 16,
  recordCount: 20,
  atoms: 24,
  atomCount: 28,
  meta: 32,
  metaLength: 36,
  size: 40,
} as const;

/** What a package's name is written as inside an atom. */
export const NAME_PLACEHOLDER = '{name}';
