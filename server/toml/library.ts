import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';

/** What the library says of a text: the body of its tree, or its first error. */
export type LibraryResult =
  | { readonly body: readonly (AST.TOMLKeyValue | AST.TOMLTable)[]; readonly error: null }
  | {
      readonly body: null;
      readonly error: { readonly message: string; readonly offset: number | null };
    };

/**
 * Parses a small text with toml-eslint-parser, which throws at the first error, and at some ends of
 * text with a TypeError. Its time grows faster than its input, so it is never given a whole file.
 *
 * @param version 1.1 allows line breaks in inline tables; the language here is 1.0.
 */
export function parseWithLibrary(text: string, version: '1.0' | '1.1' = '1.0'): LibraryResult {
  try {
    return { body: parseTOML(text, { tomlVersion: version }).body[0].body, error: null };
  } catch (error) {
    if (error instanceof ParseError)
      return { body: null, error: { message: error.message, offset: error.index } };
    return { body: null, error: { message: '', offset: null } };
  }
}

/**
 * The same text, holding on to nothing longer. A slice keeps the whole text that it was cut from
 * alive, and names and values are slices of slices: through them every section that survives an
 * edit would keep its own old copy of the file.
 */
export function detach(slice: string): string {
  return ` ${slice}`.slice(1);
}
