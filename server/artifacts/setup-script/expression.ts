import type { Token } from './tokens.ts';

/** A Python expression as far as it can be read without running it. `line` counts from 1. */
export type Expression = { readonly line: number } & (
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[] }
  | { readonly kind: 'subscript'; readonly of: Expression; readonly index: Expression }
  /** A list, tuple or set. */
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  /** What is not read; `parts` are what stands inside of it. */
  | { readonly kind: 'unknown'; readonly parts: readonly Expression[] }
);

export interface Argument {
  /** Null for one by position; `*` and `**` for unpacked ones. */
  readonly name: string | null;
  readonly value: Expression;
}

/** Reads `tokens[from…]`; the index behind what was read comes with it. Never fails: it is unknown, then. */
export function parseExpression(
  tokens: readonly Token[],
  from = 0,
): { readonly expression: Expression; readonly end: number } {
  const parser = new Parser(tokens, from);
  const expression = parser.tuple();
  return { expression, end: parser.at };
}

/** A name with dots, `setuptools.Extension`; null for anything else. */
export function dottedName(expression: Expression): string | null {
  const names: string[] = [];
  let current = expression;
  while (current.kind === 'attribute') {
    names.push(current.name);
    current = current.of;
  }
  return current.kind === 'name' ? [current.name, ...names.toReversed()].join('.') : null;
}

/** The last part of what is called or named: `Extension` of `setuptools.Extension`, `append` of `f(x).append`. */
export function lastName(expression: Expression): string | null {
  return expression.kind === 'name' || expression.kind === 'attribute' ? expression.name : null;
}

/** By how tightly they bind, loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['<', '>', '<=', '>=', '==', '!=', 'in', 'is'],
  ['|', '^', '&', '<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
];
/** Before an operand; `*` and `**` unpack it. */
const SIGNS: readonly string[] = ['-', '+', '~', 'await', '*', '**'];
const DEEPEST = 40;

class Parser {
  at: number;
  readonly #tokens: readonly Token[];
  #depth = 0;

  constructor(tokens: readonly Token[], from: number) {
    this.#tokens = tokens;
    this.at = from;
  }

  /** `a, b` without parentheses is a tuple too. */
  tuple(): Expression {
    const first = this.#choice();
    if (!this.#is(',')) return first;
    const items = [first];
    while (this.#take(',')) {
      if (this.#peek() === undefined || this.#closes() || this.#is('=')) break;
      items.push(this.#choice());
    }
    return { kind: 'list', items, line: first.line };
  }

  #choice(): Expression {
    const line = this.#line();
    if (this.#depth > DEEPEST) return this.#skipped(line);
    this.#depth++;
    const then = this.#binary(0);
    let result = then;
    if (this.#take('if')) {
      const condition = this.#binary(0);
      const otherwise = this.#take('else') ? this.#choice() : unknown(line, []);
      result = { kind: 'choice', condition, then, otherwise, line };
    }
    this.#depth--;
    return result;
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    // `not` binds between `and` and the comparisons.
    if (level === 2 && this.#is('not')) {
      const line = this.#line();
      let negations = 0;
      while (this.#take('not')) negations++;
      const operand = this.#binary(level);
      return negations % 2 === 0 ? operand : { kind: 'not', operand, line };
    }
    let left = this.#binary(level + 1);
    for (;;) {
      const token = this.#peek();
      let operator = token !== undefined && token.kind !== 'string' ? token.text : '';
      if (level === 2 && operator === 'not' && this.#peek(1)?.text === 'in') operator = 'not in';
      else if (!operators.includes(operator)) return left;
      this.at += operator === 'not in' ? 2 : 1;
      if (operator === 'is' && this.#take('not')) operator = 'is not';
      const right = this.#binary(level + 1);
      left = { kind: 'binary', operator, left, right, line: left.line };
    }
  }

  #unary(): Expression {
    const line = this.#line();
    let signed = false;
    while (SIGNS.some((sign) => this.#is(sign))) {
      this.at++;
      signed = true;
    }
    const operand = this.#postfix(this.#atom());
    return signed ? unknown(line, [operand]) : operand;
  }

  #postfix(atom: Expression): Expression {
    let current = atom;
    for (;;) {
      const { line } = current;
      if (this.#take('.')) {
        current = { kind: 'attribute', of: current, name: this.#peek()?.text ?? '', line };
        this.at++;
      } else if (this.#is('(')) {
        const start = this.#line();
        current = { kind: 'call', callee: current, args: this.#arguments(), line: start };
      } else if (this.#take('[')) {
        const index = this.#is(':') ? unknown(line, []) : this.tuple();
        this.#close(']');
        current = { kind: 'subscript', of: current, index, line };
      } else {
        return current;
      }
    }
  }

  #arguments(): Argument[] {
    const args: Argument[] = [];
    this.at++;
    while (this.#peek() !== undefined && !this.#closes()) {
      const first = this.#peek();
      let name: string | null = null;
      if (this.#is('*') || this.#is('**')) {
        name = first?.text ?? '*';
        this.at++;
      } else if (first?.kind === 'name' && this.#peek(1)?.text === '=') {
        name = first.text;
        this.at += 2;
      }
      const before = this.at;
      args.push({ name, value: this.#generator(this.#choice()) });
      if (!this.#take(',') && this.at === before) this.at++;
    }
    this.#close(')');
    return args;
  }

  #atom(): Expression {
    const token = this.#peek();
    if (token === undefined || this.#closes()) return unknown(token?.line ?? 0, []);
    const { line } = token;
    this.at++;
    switch (token.kind) {
      case 'string':
        return this.#strings(token);
      case 'number':
        return { kind: 'number', value: Number(token.text.replaceAll('_', '')), line };
      case 'name':
        return token.text === 'lambda'
          ? this.#skipped(line)
          : { kind: 'name', name: token.text, line };
      case 'operator':
        if (token.text === '(') return this.#sequence(')', line);
        if (token.text === '[') return this.#sequence(']', line);
        if (token.text === '{') return this.#braces(line);
        return unknown(line, []);
    }
  }

  #strings(first: Token): Expression {
    let value = first.text;
    let { known } = first;
    for (let next = this.#peek(); next?.kind === 'string'; next = this.#peek()) {
      value += next.text;
      known &&= next.known;
      this.at++;
    }
    return known ? { kind: 'string', value, line: first.line } : unknown(first.line, []);
  }

  #sequence(close: string, line: number): Expression {
    const items: Expression[] = [];
    let commas = 0;
    while (this.#peek() !== undefined && !this.#closes()) {
      const before = this.at;
      items.push(this.#generator(this.#choice()));
      if (this.#take(',')) commas++;
      else if (this.at === before) this.at++;
    }
    this.#close(close);
    const [only] = items;
    return close === ')' && commas === 0 && only !== undefined
      ? only
      : { kind: 'list', items, line };
  }

  #braces(line: number): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    const items: Expression[] = [];
    while (this.#peek() !== undefined && !this.#closes()) {
      const before = this.at;
      const key = this.#choice();
      if (this.#take(':')) entries.push([key, this.#generator(this.#choice())]);
      else items.push(key);
      if (!this.#take(',') && this.at === before) this.at++;
    }
    this.#close('}');
    return items.length > 0 ? { kind: 'list', items, line } : { kind: 'dict', entries, line };
  }

  /** What a comprehension makes is not known in number, but its element may be read. */
  #generator(element: Expression): Expression {
    if (!this.#is('for') && !this.#is('async')) return element;
    const parts = [element];
    while (this.#peek() !== undefined && !this.#closes() && !this.#is(',')) {
      const before = this.at;
      parts.push(this.#choice());
      if (this.at === before) this.at++;
    }
    return unknown(element.line, parts);
  }

  /** To the end of the innermost brackets, or of a comma on their level. */
  #skipped(line: number): Expression {
    let depth = 0;
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.kind === 'operator') {
        if (depth === 0 && (token.text === ',' || this.#closes())) break;
        if ('([{'.includes(token.text)) depth++;
        if (')]}'.includes(token.text)) depth--;
      }
      this.at++;
    }
    return unknown(line, []);
  }

  #close(text: string): void {
    this.#take(text);
  }

  #closes(): boolean {
    return this.#is(')') || this.#is(']') || this.#is('}');
  }

  #is(text: string): boolean {
    const token = this.#peek();
    return token !== undefined && token.kind !== 'string' && token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.at++;
    return true;
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.at + ahead];
  }

  #line(): number {
    return this.#peek()?.line ?? 0;
  }
}

function unknown(line: number, parts: readonly Expression[]): Expression {
  return { kind: 'unknown', parts, line };
}
