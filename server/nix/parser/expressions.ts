import type { Expr, ListExpr, PathExpr, Select } from '../syntax.ts';
import { parseAttrSet } from './bindings.ts';
import type { Cursor } from './cursor.ts';
import { startsFunction } from './functions.ts';
import { parseAttrPath, parseIdentifier, parseParts, parseString } from './names.ts';

/** Whether an operand starts at the current token, and not the next binding. */
export function startsOperand(cursor: Cursor): boolean {
  switch (cursor.kind) {
    case 'identifier':
    case 'string-open':
      return !cursor.startsBinding();
    case 'integer':
    case 'float':
    case 'indented-open':
    case 'path':
    case 'search-path':
    case 'uri':
    case '(':
    case '{':
    case '[':
    case 'rec':
      return true;
    case 'let':
      return cursor.peek(1).kind === '{';
    default:
      return false;
  }
}

/** A function applied to any number of arguments: `f a b`. */
export function parseApplication(cursor: Cursor): Expr {
  let fn = parseSelect(cursor);
  const { start } = fn.span;
  for (;;) {
    if (startsFunction(cursor)) {
      cursor.error('a function must be in parentheses here');
      return { kind: 'apply', fn, arg: cursor.expression(), span: cursor.spanFrom(start) };
    }
    if (!startsOperand(cursor)) return fn;
    const arg = parseSelect(cursor);
    fn = { kind: 'apply', fn, arg, span: cursor.spanFrom(start) };
  }
}

/** `target.path or default`, and the ancient `f or`. */
function parseSelect(cursor: Cursor): Expr {
  const target = parseOperand(cursor);
  const { start } = target.span;
  const dot = cursor.accept('.');
  if (dot === null) {
    if (!cursor.is('or') || cursor.startsBinding()) return target;
    const arg = parseIdentifier(cursor);
    return { kind: 'apply', fn: target, arg, span: cursor.spanFrom(start) };
  }
  const path = parseAttrPath(cursor);
  const or = parseDefault(cursor);
  return { kind: 'select', target, dot, path, or, span: cursor.spanFrom(start) };
}

function parseDefault(cursor: Cursor): Select['or'] {
  const keyword = cursor.accept('or');
  if (keyword === null) return null;
  return { keyword, value: cursor.deeper(() => parseSelect(cursor)) };
}

function parseOperand(cursor: Cursor): Expr {
  if (!startsOperand(cursor)) {
    cursor.error('expected an expression');
    return cursor.missing();
  }
  switch (cursor.kind) {
    case 'identifier':
      return parseIdentifier(cursor);
    case 'integer':
      return { kind: 'integer', span: cursor.next() };
    case 'float':
      return { kind: 'float', span: cursor.next() };
    case 'uri':
      return { kind: 'uri', span: cursor.next() };
    case 'string-open':
    case 'indented-open':
      return parseString(cursor);
    case 'path':
      return parsePath(cursor);
    case 'search-path': {
      const span = cursor.next();
      return { kind: 'search-path', span, path: cursor.text.slice(span.start + 1, span.end - 1) };
    }
    case '(':
      return cursor.deeper(() => parseParen(cursor));
    case '[':
      return cursor.deeper(() => parseList(cursor));
    default:
      return cursor.deeper(() => parseAttrSet(cursor));
  }
}

function parsePath(cursor: Cursor): PathExpr {
  const first = cursor.next();
  const rest = parseParts(cursor);
  cursor.accept('path-end');
  const span = cursor.spanFrom(first.start);
  // Nix takes further text only behind an interpolation, or one piece of it before the first.
  const interpolated = rest.findIndex((part) => part.kind === 'interpolation');
  const texts = interpolated === -1 ? rest.length * 2 : interpolated;
  if (texts > 1) cursor.error('a path must not have empty parts', span);
  return { kind: 'path', span, parts: [{ kind: 'text', span: first }, ...rest] };
}

function parseParen(cursor: Cursor): Expr {
  const open = cursor.next();
  const { inner, close } = cursor.within(')', () => cursor.expression());
  return { kind: 'paren', span: cursor.spanFrom(open.start), open, expr: inner, close };
}

function parseList(cursor: Cursor): ListExpr {
  const open = cursor.next();
  const { inner, close } = cursor.within(']', () => parseElements(cursor));
  return { kind: 'list', span: cursor.spanFrom(open.start), open, elements: inner, close };
}

/** Elements to the bracket, or to what closes something outside; what is not one is skipped. */
function parseElements(cursor: Cursor): Expr[] {
  const elements: Expr[] = [];
  for (;;) {
    if (startsFunction(cursor)) {
      cursor.error('a function must be in parentheses here');
      elements.push(cursor.expression());
    } else if (startsOperand(cursor)) elements.push(parseSelect(cursor));
    else if (cursor.isAwaited() || cursor.startsBinding()) return elements;
    else {
      cursor.error('expected an element or ‘]’');
      cursor.next();
    }
  }
}
