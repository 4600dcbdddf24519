import { shift, type Span } from '../text.ts';
import { BACKSLASH, COMMA } from './characters.ts';
import { lastContent } from './diagnose.ts';
import type { LibraryError } from './library.ts';
import type { TomlNewer, TomlValue } from './model.ts';

/** The library's words on what TOML 1.1 allows and 1.0 does not; of a time it says that it ends too early. */
const KINDS: ReadonlyMap<string, TomlNewer['kind']> = new Map([
  [
    'No newlines are allowed between the curly braces unless they are valid within a value',
    'lines',
  ],
  ['Trailing comma is not permitted in an inline table', 'comma'],
  ['Invalid character in escape sequence', 'escape'],
]);

/**
 * The first thing of TOML 1.1 in the statement or header at `statement`.
 *
 * @param said what TOML 1.0 has against it.
 * @param value its value; null for a header.
 */
export function newerAt(
  text: string,
  statement: Span,
  said: LibraryError,
  value: TomlValue | null,
): TomlNewer {
  const kind = KINDS.get(said.message) ?? 'time';
  const offset = Math.min(said.offset ?? statement.start, statement.end);
  return { kind, span: spanOf(kind, text, offset, value) ?? statement, statement };
}

/** The same one, where all is moved by `by`. */
export function moved({ kind, span, statement }: TomlNewer, by: number): TomlNewer {
  return { kind, span: shift(span, by), statement: shift(statement, by) };
}

function spanOf(
  kind: TomlNewer['kind'],
  text: string,
  offset: number,
  value: TomlValue | null,
): Span | null {
  switch (kind) {
    case 'lines': {
      const table = value && innermost(value, offset, 'table');
      return table && { start: table.span.start, end: table.span.start + 1 };
    }
    case 'comma': {
      const comma = lastContent(text, offset);
      return text.charCodeAt(comma) === COMMA ? { start: comma, end: comma + 1 } : null;
    }
    case 'escape': {
      if (text.charCodeAt(offset - 1) !== BACKSLASH) return null;
      return { start: offset - 1, end: offset + (text.charAt(offset) === 'x' ? 3 : 1) };
    }
    case 'time':
      return (value && innermost(value, offset, 'datetime'))?.span ?? null;
  }
}

/** Of the values of a kind that `offset` is in or stands behind, the one that starts last. */
function innermost(value: TomlValue, offset: number, kind: 'table' | 'datetime'): TomlValue | null {
  if (offset < value.span.start || offset > value.span.end) return null;
  for (const inner of innerValues(value)) {
    const found = innermost(inner, offset, kind);
    if (found) return found;
  }
  return value.kind === kind ? value : null;
}

function innerValues(value: TomlValue): readonly TomlValue[] {
  if (value.kind === 'array') return value.items;
  return value.kind === 'table' ? [...value.entries.values()].map((entry) => entry.value) : [];
}
