import type { AttrName, AttrPath, AttrSet, Binding, Inherit } from '../syntax.ts';
import type { Cursor } from './cursor.ts';
import { parseAttrPath, parseName, startsName } from './names.ts';

/** `{ … }`, `rec { … }` or the ancient `let { … }`, from the keyword or the brace on. */
export function parseAttrSet(cursor: Cursor): AttrSet {
  const { start } = cursor.token;
  const form = cursor.is('rec') ? 'rec' : cursor.is('let') ? 'let' : 'plain';
  const keyword = form === 'plain' ? null : cursor.next();
  const open = cursor.expect('{') ?? { start: cursor.lastEnd, end: cursor.lastEnd };
  const { inner, close } = cursor.within('}', () => parseBindings(cursor));
  return {
    kind: 'attrs',
    span: cursor.spanFrom(start),
    keyword,
    form,
    open,
    bindings: inner,
    close,
  };
}

/** Bindings up to what closes them or something outside of them. What is neither is skipped to the next semicolon. */
export function parseBindings(cursor: Cursor): (Binding | Inherit)[] {
  const bindings: (Binding | Inherit)[] = [];
  for (;;) {
    if (cursor.is('inherit')) bindings.push(parseInherit(cursor));
    else if (startsName(cursor)) bindings.push(parseBinding(cursor));
    else if (cursor.is(';')) {
      cursor.error('expected a name');
      cursor.next();
    } else if (cursor.isAwaited()) return bindings.slice();
    else {
      cursor.error('expected a name');
      cursor.next();
      cursor.skipTo(';');
      cursor.accept(';');
    }
  }
}

function parseBinding(cursor: Cursor): Binding {
  const path = parseAttrPath(cursor);
  const equals = cursor.accept('=');
  if (equals === null) return parseUnassigned(cursor, path);
  const { inner, close } = cursor.within(';', () => cursor.expression());
  return {
    kind: 'binding',
    span: cursor.spanFrom(path.span.start),
    path,
    equals,
    value: inner,
    semicolon: close,
  };
}

/** A binding that is being typed: `name`, `name.` or `name;` */
function parseUnassigned(cursor: Cursor, path: AttrPath): Binding {
  const value = cursor.missing();
  cursor.error('expected ‘=’');
  if (!cursor.is(';') && !cursor.startsBinding() && !cursor.isAwaited()) cursor.skipTo(';');
  const semicolon = cursor.accept(';');
  return {
    kind: 'binding',
    span: cursor.spanFrom(path.span.start),
    path,
    equals: null,
    value,
    semicolon,
  };
}

function parseInherit(cursor: Cursor): Inherit {
  const keyword = cursor.next();
  const { inner, close } = cursor.within(';', () => ({
    from: parseFrom(cursor),
    names: parseNames(cursor),
  }));
  return {
    kind: 'inherit',
    span: cursor.spanFrom(keyword.start),
    keyword,
    from: inner.from,
    names: inner.names,
    semicolon: close,
  };
}

function parseFrom(cursor: Cursor): Inherit['from'] {
  const open = cursor.accept('(');
  if (open === null) return null;
  const { inner, close } = cursor.within(')', () => cursor.expression());
  return { open, expr: inner, close };
}

function parseNames(cursor: Cursor): AttrName[] {
  const names: AttrName[] = [];
  while (startsName(cursor) && !cursor.startsBinding()) names.push(parseName(cursor));
  return names.slice();
}
