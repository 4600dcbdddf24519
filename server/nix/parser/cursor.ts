import type { Expr, MissingExpr, NixError, Token, TokenKind } from '../syntax.ts';
import type { Span } from '../../text.ts';

/** What closes something that is open; where one of these is awaited, recovery stops at it. */
export type Closer = '}' | ')' | ']' | ';' | 'in' | 'then' | 'else' | 'interpolation-close';

const CLOSERS: ReadonlySet<TokenKind> = new Set<Closer>([
  '}',
  ')',
  ']',
  ';',
  'in',
  'then',
  'else',
  'interpolation-close',
]);
const OPENERS: ReadonlySet<TokenKind> = new Set<TokenKind>(['{', '(', '[', '${']);
const BRACKETS: ReadonlySet<TokenKind> = new Set<TokenKind>(['}', ')', ']', 'interpolation-close']);

/** How deep the grammar's functions may stand in each other; each costs about 150 bytes of stack a frame. */
const MAX_DEPTH = 500;

/** A place in the tokens of one text, and what has gone wrong up to it. */
export class Cursor {
  readonly text: string;
  readonly errors: NixError[] = [];
  /** Parses one expression. Handed in, so that the modules of the grammar need not import each other. */
  readonly expression: () => Expr;
  tooDeep = false;
  /** The current token. Kept at hand, for most of parsing is looking at it. */
  token: Token;
  kind: TokenKind;
  readonly #tokens: readonly Token[];
  readonly #eof: Token;
  readonly #awaited = new Map<TokenKind, number>();
  /** The dotted names that `startsBinding` has looked along last, as token indices. */
  #names = { start: 0, end: 0, areAssigned: false };
  #index = 0;
  #depth = 0;

  constructor(text: string, tokens: readonly Token[], expression: (cursor: Cursor) => Expr) {
    this.text = text;
    this.#tokens = tokens;
    this.#eof = tokens.at(-1) ?? { kind: 'eof', start: text.length, end: text.length };
    this.token = tokens[0] ?? this.#eof;
    this.kind = this.token.kind;
    this.expression = () => expression(this);
  }

  /** The token `ahead` of the current one. */
  peek(ahead: number): Token {
    return this.#tokens[this.#index + ahead] ?? this.#eof;
  }

  /** The end of the token before the current one. */
  get lastEnd(): number {
    return this.#tokens[this.#index - 1]?.end ?? 0;
  }

  is(kind: TokenKind): boolean {
    return this.kind === kind;
  }

  next(): Span {
    const { token } = this;
    if (this.#index < this.#tokens.length - 1) this.#moveTo(this.#index + 1);
    return spanOf(token);
  }

  #moveTo(index: number): void {
    this.#index = index;
    this.token = this.#tokens[index] ?? this.#eof;
    this.kind = this.token.kind;
  }

  accept(kind: TokenKind): Span | null {
    return this.is(kind) ? this.next() : null;
  }

  /** The span of `kind`, or null and an error where it is missing. Nothing is skipped. */
  expect(kind: TokenKind, what: string = `‘${kind}’`): Span | null {
    const span = this.accept(kind);
    if (span === null) this.error(`expected ${what}`);
    return span;
  }

  /** Runs `parse` with `closer` awaited behind it, then takes `closer`, skipping what stands before it. */
  within<T>(closer: Closer, parse: () => T): { readonly inner: T; readonly close: Span | null } {
    const before = this.#awaited.get(closer) ?? 0;
    this.#awaited.set(closer, before + 1);
    const inner = parse();
    if (!this.is(closer)) {
      this.error(`expected ${closer === 'interpolation-close' ? '‘}’' : `‘${closer}’`}`);
      // A semicolon is where people forget it: what follows is the next statement.
      if (closer !== ';' || !this.startsBinding()) this.skipTo(closer);
    }
    this.#awaited.set(closer, before);
    return { inner, close: this.accept(closer) };
  }

  /** Whether the current token closes something that is open. */
  isAwaited(): boolean {
    return this.is('eof') || (this.#awaited.get(this.kind) ?? 0) > 0;
  }

  /** Skips to `closer`, or to what closes something outside of it, or to the next binding; brackets are skipped whole. */
  skipTo(closer: TokenKind): void {
    let open = 0;
    while (!this.is('eof')) {
      if (open === 0) {
        if (this.is(closer) || (CLOSERS.has(this.kind) && this.isAwaited())) return;
        if (this.startsBinding()) return;
      }
      if (OPENERS.has(this.kind)) open++;
      else if (BRACKETS.has(this.kind) && open > 0) open--;
      this.next();
    }
  }

  /** Whether a binding `a.b = ` or an `inherit` starts here, which an expression never does. */
  startsBinding(): boolean {
    if (this.is('inherit')) return true;
    if (this.#nameWidth(0) === 0) return false;
    const isRead = this.#names.start <= this.#index && this.#index < this.#names.end;
    if (!isRead) this.#readNames();
    return this.#names.areAssigned;
  }

  /** Looks along the dotted names that start here, once for all of them. */
  #readNames(): void {
    let ahead = 0;
    for (let width = this.#nameWidth(0); width > 0; width = this.#nameWidth(ahead)) {
      ahead += width;
      if (this.peek(ahead).kind !== '.') break;
      ahead++;
    }
    const areAssigned = this.peek(ahead).kind === '=' && this.peek(ahead - 1).kind !== '.';
    this.#names = { start: this.#index, end: this.#index + ahead, areAssigned };
  }

  /** The number of tokens of a name without interpolation; 0 for anything else. */
  #nameWidth(ahead: number): number {
    const { kind } = this.peek(ahead);
    if (kind === 'identifier' || kind === 'or') return 1;
    if (kind !== 'string-open') return 0;
    const width = this.peek(ahead + 1).kind === 'text' ? 3 : 2;
    return this.peek(ahead + width - 1).kind === 'string-close' ? width : 0;
  }

  missing(): MissingExpr {
    return { kind: 'missing', span: { start: this.lastEnd, end: this.lastEnd } };
  }

  /** Reports at the current token, once for one place. */
  error(message: string, span: Span = spanOf(this.token)): void {
    const last = this.errors.at(-1);
    if (last === undefined || last.span.start !== span.start) this.errors.push({ span, message });
  }

  /** Runs `parse` one level deeper; at the limit it gives the whole text up and answers a missing expression. */
  deeper(parse: () => Expr): Expr {
    if (this.#depth >= MAX_DEPTH) {
      this.tooDeep = true;
      this.#moveTo(this.#tokens.length - 1);
      return this.missing();
    }
    this.#depth++;
    const result = parse();
    this.#depth--;
    return result;
  }

  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.lastEnd) };
  }
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
