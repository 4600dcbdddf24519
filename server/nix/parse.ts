import { parseBindings } from './parser/bindings.ts';
import { Cursor } from './parser/cursor.ts';
import { parseParameter, startsFunction } from './parser/functions.ts';
import { lex, UNCLOSED_STRING } from './parser/lexer.ts';
import { parseOperators } from './parser/operators.ts';
import type { Comment, Expr, NixError, NixTree, Token } from './syntax.ts';
import { isTooDeep } from './tree.ts';

/**
 * Parses any text as Nix (the grammar of Nix 2.34), in linear time. A broken text has `errors` and a tree of what is
 * whole: an error costs the binding that it is in. Nothing is thrown; nesting of hundreds of levels is given up with
 * an error and no tree. The trees of recent texts are kept.
 */
export function parseNix(text: string): NixTree {
  const known = recent.get(text);
  if (known !== undefined) {
    recent.delete(text);
    recent.set(text, known);
    return known;
  }
  const tree = parseText(text);
  remember(text, tree);
  return tree;
}

/** The trees of the texts that were asked for last, the latest behind: a file is asked for by many, and changes seldom. */
const recent: Map<string, NixTree> = new Map();
/** A tree takes some fifty times the memory of its text, and every keystroke makes one. */
const MAX_RECENT_LENGTH = 500_000;
const MAX_TREES = 512;
let recentLength = 0;

function remember(text: string, tree: NixTree): void {
  recent.set(text, tree);
  recentLength += text.length;
  for (const oldest of recent.keys()) {
    if ((recentLength <= MAX_RECENT_LENGTH && recent.size <= MAX_TREES) || recent.size === 1)
      return;
    recent.delete(oldest);
    recentLength -= oldest.length;
  }
}

function parseText(text: string): NixTree {
  const tree = parseTokens(text, false);
  if (tree.errors.length === 0 || tree.root === null) return tree;
  if (!tree.errors.some(({ message }) => message === UNCLOSED_STRING)) return tree;
  // One forgotten quote turns the strings of all the rest inside out: see whether ending strings earlier mends it.
  const mended = parseTokens(text, true);
  return mended.errors.length <= tree.errors.length ? mended : tree;
}

function parseTokens(text: string, mend: boolean): NixTree {
  const { tokens, comments, errors } = lex(text, mend);
  const cursor = new Cursor(text, tokens, parseExpression);
  const root = cursor.expression();
  if (!cursor.is('eof')) cursor.error('expected the end of the file');
  const all = [...errors, ...cursor.errors].toSorted((a, b) => a.span.start - b.span.start);
  const cut = new CutTokens(text, mend, tokens);
  if (cursor.tooDeep || isTooDeep(root)) {
    const tooDeep = { span: { start: 0, end: text.length }, message: 'nested too deeply' };
    return new ParsedText(text, null, [tooDeep], comments, cut);
  }
  return new ParsedText(text, root.kind === 'missing' ? null : root, all, comments, cut);
}

/**
 * The tokens of a text. They take as much memory as its tree, and only who writes into a text asks for
 * them: they may be collected, and are then cut anew.
 */
class CutTokens {
  readonly #text: string;
  readonly #mend: boolean;
  #known: WeakRef<readonly Token[]>;

  constructor(text: string, mend: boolean, tokens: readonly Token[]) {
    this.#text = text;
    this.#mend = mend;
    this.#known = new WeakRef(tokens);
  }

  get list(): readonly Token[] {
    const known = this.#known.deref();
    if (known !== undefined) return known;
    const { tokens } = lex(this.#text, this.#mend);
    this.#known = new WeakRef(tokens);
    return tokens;
  }
}

class ParsedText implements NixTree {
  readonly text: string;
  readonly root: Expr | null;
  readonly errors: readonly NixError[];
  readonly comments: readonly Comment[];
  readonly #tokens: CutTokens;

  constructor(
    text: string,
    root: Expr | null,
    errors: readonly NixError[],
    comments: readonly Comment[],
    tokens: CutTokens,
  ) {
    this.text = text;
    this.root = root;
    this.errors = errors;
    this.comments = comments;
    this.#tokens = tokens;
  }

  get tokens(): readonly Token[] {
    return this.#tokens.list;
  }
}

/** A head that an expression follows: the functions that make the whole of the parts, innermost last. */
type Head = (body: Expr) => Expr;

/** Functions, `let … in`, `with`, `assert`, `if` in a row cost no recursion: `a: b: c: …` */
function parseExpression(cursor: Cursor): Expr {
  return cursor.deeper(() => {
    const first = parseHead(cursor);
    if (first === null) return parseOperators(cursor);
    const heads: Head[] = [];
    for (let head: Head | null = first; head !== null; head = parseHead(cursor)) heads.push(head);
    const body = parseOperators(cursor);
    return heads.reduceRight((inner, head) => head(inner), body);
  });
}

function parseHead(cursor: Cursor): Head | null {
  if (startsFunction(cursor)) return parseFunction(cursor);
  switch (cursor.kind) {
    case 'let':
      return cursor.peek(1).kind === '{' ? null : parseLet(cursor);
    case 'with':
      return parseWith(cursor);
    case 'assert':
      return parseAssert(cursor);
    case 'if':
      return parseIf(cursor);
    default:
      return null;
  }
}

function parseFunction(cursor: Cursor): Head {
  const parameter = parseParameter(cursor);
  const colon = cursor.expect(':');
  return (body) => ({
    kind: 'lambda',
    parameter,
    colon,
    body,
    span: { start: parameter.span.start, end: body.span.end },
  });
}

function parseLet(cursor: Cursor): Head {
  const keyword = cursor.next();
  const { inner: bindings, close: inKeyword } = cursor.within('in', () => parseBindings(cursor));
  return (body) => ({
    kind: 'let',
    keyword,
    bindings,
    inKeyword,
    body,
    span: { start: keyword.start, end: body.span.end },
  });
}

function parseWith(cursor: Cursor): Head {
  const keyword = cursor.next();
  const { inner: scope, close: semicolon } = cursor.within(';', () => cursor.expression());
  return (body) => ({
    kind: 'with',
    keyword,
    scope,
    semicolon,
    body,
    span: { start: keyword.start, end: body.span.end },
  });
}

function parseAssert(cursor: Cursor): Head {
  const keyword = cursor.next();
  const { inner: condition, close: semicolon } = cursor.within(';', () => cursor.expression());
  return (body) => ({
    kind: 'assert',
    keyword,
    condition,
    semicolon,
    body,
    span: { start: keyword.start, end: body.span.end },
  });
}

function parseIf(cursor: Cursor): Head {
  const keyword = cursor.next();
  const condition = cursor.within('then', () => cursor.expression());
  const then = cursor.within('else', () => cursor.expression());
  return (body) => ({
    kind: 'if',
    keyword,
    condition: condition.inner,
    thenKeyword: condition.close,
    then: then.inner,
    elseKeyword: then.close,
    else: body,
    span: { start: keyword.start, end: body.span.end },
  });
}
