import type {
  AttrName,
  AttrPath,
  Identifier,
  Interpolation,
  StringExpr,
  TextPart,
} from '../syntax.ts';
import type { Cursor } from './cursor.ts';
import { spanOf } from './cursor.ts';

/** Whether an attribute name starts at the current token. */
export function startsName(cursor: Cursor): boolean {
  const { kind } = cursor;
  return kind === 'identifier' || kind === 'or' || kind === 'string-open' || kind === '${';
}

/** `a.b."c".${d}`; the caller has seen that a name starts here. */
export function parseAttrPath(cursor: Cursor): AttrPath {
  const names: AttrName[] = [];
  const dots: AttrPath['dots'][number][] = [];
  for (;;) {
    // `a.` at the end of a line, and the next statement below it.
    const isNext = dots.length > 0 && isOnNewLine(cursor) && cursor.startsBinding();
    if (isNext || !startsName(cursor)) {
      cursor.error('expected an attribute name');
      break;
    }
    names.push(parseName(cursor));
    const dot = cursor.accept('.');
    if (dot === null) break;
    dots.push(dot);
  }
  const [first] = names;
  const isOneName = first !== undefined && dots.length === 0;
  // Copies are as long as they need to be: an array that grew has room for sixteen more.
  return {
    kind: 'attr-path',
    // Nearly every path is one name: one object for both.
    span: isOneName ? first.span : cursor.spanFrom(first?.span.start ?? cursor.lastEnd),
    names: names.slice(),
    dots: dots.length === 0 ? NO_DOTS : dots.slice(),
  };
}

const NO_DOTS: AttrPath['dots'] = [];

function isOnNewLine(cursor: Cursor): boolean {
  return /[\n\r]/.test(cursor.text.slice(cursor.lastEnd, cursor.token.start));
}

/** One attribute name; the caller has seen that one starts here. */
export function parseName(cursor: Cursor): AttrName {
  if (cursor.is('string-open')) return parseString(cursor);
  if (cursor.is('${')) return parseInterpolation(cursor);
  return parseIdentifier(cursor);
}

export function parseIdentifier(cursor: Cursor): Identifier {
  const span = cursor.next();
  return { kind: 'identifier', span, name: cursor.text.slice(span.start, span.end) };
}

/** A string of either style, from its opening quotes on. */
export function parseString(cursor: Cursor): StringExpr {
  const style = cursor.is('string-open') ? 'quoted' : 'indented';
  const open = cursor.next();
  const parts = parseParts(cursor);
  // The lexer closes every string, if need be with nothing and an error.
  const close = cursor.accept('string-close');
  return {
    kind: 'string',
    span: cursor.spanFrom(open.start),
    style,
    open,
    parts,
    close: close !== null && close.end > close.start ? close : null,
  };
}

/** Texts and interpolations, to the first token that is neither. */
export function parseParts(cursor: Cursor): (TextPart | Interpolation)[] {
  const parts: (TextPart | Interpolation)[] = [];
  for (;;) {
    if (cursor.is('text')) parts.push({ kind: 'text', span: cursor.next() });
    else if (cursor.is('${')) parts.push(parseInterpolation(cursor));
    else return parts.slice();
  }
}

function parseInterpolation(cursor: Cursor): Interpolation {
  const open = spanOf(cursor.token);
  const { inner, close } = cursor.within('interpolation-close', () => {
    cursor.next();
    return cursor.expression();
  });
  return { kind: 'interpolation', span: cursor.spanFrom(open.start), open, expr: inner, close };
}
