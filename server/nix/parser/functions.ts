import type { Formal, FormalsParameter, NameParameter } from '../syntax.ts';
import type { Cursor } from './cursor.ts';
import { spanOf } from './cursor.ts';
import { parseIdentifier } from './names.ts';

/** Whether a function starts at the current token: `x:`, `x @ {`, or a brace with formals in it. */
export function startsFunction(cursor: Cursor): boolean {
  if (cursor.is('identifier')) {
    const { kind } = cursor.peek(1);
    return kind === ':' || (kind === '@' && cursor.peek(2).kind === '{');
  }
  if (!cursor.is('{')) return false;
  const first = cursor.peek(1).kind;
  const second = cursor.peek(2).kind;
  if (first === '}') return second === ':' || second === '@';
  if (first === 'identifier') {
    if (second === '}') return [':', '@'].includes(cursor.peek(3).kind);
    return second === ',' || second === '?';
  }
  return first === '...' || first === ',';
}

/** The parameter of a function; the caller has seen that one starts here. */
export function parseParameter(cursor: Cursor): NameParameter | FormalsParameter {
  if (cursor.is('{')) return parseFormals(cursor, null);
  const name = parseIdentifier(cursor);
  const at = cursor.accept('@');
  if (at === null) return { kind: 'name-parameter', span: name.span, name };
  return parseFormals(cursor, { name, at, side: 'before' });
}

function parseFormals(cursor: Cursor, before: FormalsParameter['alias']): FormalsParameter {
  const open = spanOf(cursor.token);
  const { inner, close } = cursor.within('}', () => {
    cursor.next();
    return parseFormalList(cursor);
  });
  return {
    kind: 'formals-parameter',
    open,
    ...inner,
    close,
    alias: parseAlias(cursor) ?? before,
    span: cursor.spanFrom((before?.name.span ?? open).start),
  };
}

function parseFormalList(cursor: Cursor): Pick<FormalsParameter, 'formals' | 'ellipsis'> {
  const formals: Formal[] = [];
  while (!cursor.is('}') && !cursor.is('...')) {
    if (cursor.is('identifier')) formals.push(parseFormal(cursor));
    else if (cursor.is(',')) {
      cursor.error('expected a name');
      cursor.next();
    } else break;
    if (formals.at(-1)?.comma === null && !cursor.is('}')) {
      // `{ a b }`: a forgotten comma costs nothing.
      cursor.error('expected ‘,’');
      if (!cursor.is('identifier')) break;
    }
  }
  return { formals, ellipsis: cursor.accept('...') };
}

function parseFormal(cursor: Cursor): Formal {
  const name = parseIdentifier(cursor);
  const question = cursor.accept('?');
  const value = question === null ? null : cursor.expression();
  const span = cursor.spanFrom(name.span.start);
  return { kind: 'formal', span, name, question, default: value, comma: cursor.accept(',') };
}

/** `@ args` behind the closing brace. */
function parseAlias(cursor: Cursor): FormalsParameter['alias'] {
  const at = cursor.accept('@');
  if (at === null) return null;
  if (cursor.is('identifier')) return { name: parseIdentifier(cursor), at, side: 'after' };
  cursor.error('expected a name');
  return null;
}
