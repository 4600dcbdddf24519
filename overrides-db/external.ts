import type { Input } from './attributes.ts';
import { canonicalAttr } from './attributes.ts';
import { inputsOfName, namedAttributes } from './build-names.ts';
import table from './external.json' with { type: 'json' };

/** What nixpkgs has for one PEP 725 identifier. */
export interface ExternalRow {
  /** Empty where a build has it anyway (a C compiler). */
  readonly inputs: readonly Input[];
  /** The registry of PEP 725's authors with what we correct in it, or the names that builds ask for. */
  readonly source: 'registry' | 'build-names';
  readonly note?: string;
}

/**
 * The nixpkgs inputs for a PEP 725 identifier (`dep:generic/zlib@>=1.2`, `dep:virtual/compiler/c`).
 * A version is ignored; qualifiers are, where the identifier is not listed with them. A generic name
 * that is not listed is looked for among the names that builds ask for: a nixpkgs attribute whose
 * headers, libraries or programs are known, its `.pc` file, a program.
 *
 * @returns null for an identifier that is not known.
 */
export function externalToAttrs(identifier: string): ExternalRow | null {
  if (identifier.length > 512) return null;
  const withoutVersion = identifier.trim().replace(/@[^?]*/, '');
  const withoutQualifiers = withoutVersion.replace(/\?.*$/s, '');
  const listed = ROWS.get(withoutVersion) ?? ROWS.get(withoutQualifiers);
  if (listed !== undefined) return listed;
  if (!withoutQualifiers.startsWith(GENERIC)) return null;
  const inputs = inputsOfName(withoutQualifiers.slice(GENERIC.length));
  return inputs === null ? null : { inputs, source: 'build-names' };
}

/** The generic or virtual identifier that stands for a nixpkgs attribute; null where none is known to. */
export function attrToExternal(attr: string): string | null {
  const name = canonicalAttr(attr);
  const listed = BY_ATTR.get(name);
  if (listed !== undefined) return listed;
  const own = name.slice(name.lastIndexOf('.') + 1);
  return inputsOfName(own)?.some((input) => canonicalAttr(input.attr) === name) === true
    ? GENERIC + own
    : null;
}

/** Every identifier that has a nixpkgs attribute or needs none, in alphabetical order. */
export function externalIdentifiers(): readonly string[] {
  const names = [...ROWS.keys(), ...namedAttributes().map((attr) => GENERIC + lastPart(attr))];
  return [...new Set(names.filter((id) => !id.includes('?')))].toSorted();
}

const GENERIC = 'dep:generic/';

function lastPart(attr: string): string {
  return attr.slice(attr.lastIndexOf('.') + 1);
}

const ROWS: ReadonlyMap<string, ExternalRow> = new Map(
  Object.entries(table)
    .filter(([key]) => key.startsWith('dep:'))
    .map(([key, row]): [string, ExternalRow] => [key, readRow(row)]),
);

function readRow(row: (typeof table)[keyof typeof table]): ExternalRow {
  if (typeof row === 'string') return { inputs: [], source: 'registry' };
  const inputs = row.inputs.map(({ attr, as }): Input => ({
    attr,
    as: as === 'nativeBuildInputs' ? as : 'buildInputs',
  }));
  return { inputs, source: 'registry', ...('note' in row ? { note: row.note } : {}) };
}

/** A generic name before a repository; of several the first in the alphabet, which `external.json` is sorted by. */
const BY_ATTR: ReadonlyMap<string, string> = new Map(
  [...ROWS]
    .filter(([id]) => /^dep:(?:generic|virtual)\//.test(id) && !id.includes('?'))
    .toReversed()
    .flatMap(([id, { inputs }]) => inputs.map(({ attr }) => [canonicalAttr(attr), id] as const)),
);
