import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { depthOf, toAssignment, toKeyPart } from './convert.ts';
import type { Assignment, KeyPart } from './draft.ts';
import { maskLongStrings } from './long-strings.ts';
import { readPlainAssignment, readPlainHeader } from './plain.ts';
import { MAX_NESTING } from './scan.ts';

/** The library's first error: its own words, and where; null if it does not say. */
export interface LibraryError {
  readonly message: string;
  readonly offset: number | null;
}

/** What was read, and what TOML 1.0 has against it where 1.1 alone allows it. */
export interface Reading<Read> {
  readonly read: Read;
  readonly newer: LibraryError | null;
}

/** Parses the text of one `key = value`; the offsets of the result move by `by`. */
export function parseAssignment(text: string, by: number): Reading<Assignment> | LibraryError {
  const source = detach(text);
  const plain = readPlainAssignment(source, by);
  if (plain) return { read: plain, newer: null };
  return inEitherVersion((version) => parseWithLibrary(source, by, version));
}

/** By TOML 1.0, else by 1.1, which has all of it and more. */
function inEitherVersion<Read extends object>(
  parseIn: (version: '1.0' | '1.1') => Read | LibraryError,
): Reading<Read> | LibraryError {
  const older = parseIn('1.0');
  if (!('message' in older)) return { read: older, newer: null };
  const newer = parseIn('1.1');
  return 'message' in newer ? newer : { read: newer, newer: older };
}

/** As {@link parseAssignment}, without the short cut for plain ones. */
export function parseWithLibrary(
  text: string,
  by: number,
  version: '1.0' | '1.1',
): Assignment | LibraryError {
  const masked = maskLongStrings(text, version);
  if (masked.remaining > LONGEST) return { message: 'This value is too long', offset: null };
  const node = parse(masked.text, by, version);
  if ('message' in node) return node;
  if (node.type !== 'TOMLKeyValue') return { message: '', offset: null };
  if (depthOf(node) > MAX_NESTING) return { message: TOO_DEEP, offset: null };
  return toAssignment(node, { ...masked, original: text, by });
}

/** The keys of the header `text`, brackets included, their offsets moved by `by`. */
export function parseHeader(text: string, by: number): Reading<readonly KeyPart[]> | LibraryError {
  const source = detach(text);
  const plain = readPlainHeader(source, by);
  if (plain) return { read: plain, newer: null };
  return inEitherVersion((version) => parseHeaderWithLibrary(source, by, version));
}

/** As {@link parseHeader}, without the short cut for plain ones. */
export function parseHeaderWithLibrary(
  text: string,
  by: number,
  version: '1.0' | '1.1',
): readonly KeyPart[] | LibraryError {
  const node = parse(text, by, version);
  if ('message' in node) return node;
  if (node.type !== 'TOMLTable') return { message: '', offset: null };
  return node.key.keys.map((key) => toKeyPart(key, by));
}

/**
 * The library makes some 300 bytes of each character at worst. Nothing that is not an array and not
 * a string comes near this length, and those two are read in parts.
 */
const LONGEST = 2_000_000;

export const TOO_DEEP: string = `Nested more than ${MAX_NESTING} deep`;

/**
 * The same text, holding on to nothing longer. A slice keeps the whole text that it was cut from
 * alive, and names are slices of slices: through them every section that survives an edit would
 * keep its own old copy of the file.
 */
export function detach(slice: string): string {
  return ` ${slice}`.slice(1);
}

/**
 * toml-eslint-parser throws at the first error, and at some ends of text with a TypeError. Its time
 * grows faster than its input, so it gets one statement at a time.
 */
function parse(
  text: string,
  by: number,
  tomlVersion: '1.0' | '1.1',
): AST.TOMLKeyValue | AST.TOMLTable | LibraryError {
  try {
    // At the very end of a text it gives a `0` no width.
    const [node, ...rest] = parseTOML(`${text}\n`, { tomlVersion }).body[0].body;
    return node && rest.length === 0 ? node : { message: '', offset: null };
  } catch (error) {
    const isTold = error instanceof ParseError;
    return { message: isTold ? error.message : '', offset: isTold ? error.index + by : null };
  }
}
