/**
 * Python's tokens, as far as reading a setup script takes: in logical lines, with their indentation
 * (The Python Language Reference, 2). Linear, and total: what is no Python gives some tokens.
 */
export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'operator';
  /** Of a string its value; null where it has a place for an expression (`f"{x}"`) or is of bytes that are no text. */
  readonly text: string;
  readonly known: boolean;
  /** From 1. */
  readonly line: number;
}

/** One statement's first line, or a simple statement: what stands between two line ends that count. */
export interface LogicalLine {
  /** In columns; a tab goes to the next multiple of 8. */
  readonly indent: number;
  readonly tokens: readonly Token[];
}

export function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  const scanner = { text, at: 0, line: 1 };
  let tokens: Token[] = [];
  let depth = 0;
  let indent = 0;
  let atStart = true;
  const end = (): void => {
    if (tokens.length > 0) lines.push({ indent, tokens });
    tokens = [];
    atStart = true;
  };
  while (scanner.at < text.length) {
    if (atStart) {
      indent = skipIndent(scanner);
      atStart = false;
    }
    const char = text[scanner.at] ?? '';
    if (char === '\n') {
      scanner.at++;
      scanner.line++;
      if (depth === 0) end();
    } else if (char === '\\' && /[\r\n]/.test(text[scanner.at + 1] ?? '')) {
      scanner.at += text.startsWith('\r\n', scanner.at + 1) ? 3 : 2;
      scanner.line++;
    } else if (/\s/.test(char)) {
      scanner.at++;
    } else if (char === '#') {
      skipTo(scanner, '\n');
    } else if (char === ';' && depth === 0) {
      scanner.at++;
      if (tokens.length > 0) lines.push({ indent, tokens });
      tokens = [];
    } else {
      const token = nextToken(scanner);
      if (token.kind === 'operator') depth = Math.max(0, depth + (NESTING.get(token.text) ?? 0));
      tokens.push(token);
    }
  }
  end();
  return lines;
}

interface Scanner {
  readonly text: string;
  at: number;
  line: number;
}

const NESTING: ReadonlyMap<string, number> = new Map([
  ['(', 1],
  ['[', 1],
  ['{', 1],
  [')', -1],
  [']', -1],
  ['}', -1],
]);

function skipIndent(scanner: Scanner): number {
  let column = 0;
  for (; ; scanner.at++) {
    const char = scanner.text[scanner.at];
    if (char === ' ') column++;
    else if (char === '\t') column = (Math.floor(column / 8) + 1) * 8;
    else if (char !== '\f' && char !== '\r') return column;
  }
}

function skipTo(scanner: Scanner, char: string): void {
  const next = scanner.text.indexOf(char, scanner.at);
  scanner.at = next === -1 ? scanner.text.length : next;
}

const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /0[xob][\da-f_]+|[\d_]+(?:\.[\d_]*)?(?:e[+-]?\d+)?j?|\.\d[\d_]*(?:e[+-]?\d+)?j?/iy;
const OPERATOR = /(?:->|:=|\*\*=?|\/\/=?|<<=?|>>=?|[-+*/%@&|^=!<>]=|\.\.\.|[^\s])/uy;
const STRING_START = /(?:[rbuft]{0,3})("""|'''|"|')/iy;

function nextToken(scanner: Scanner): Token {
  const { at, line, text } = scanner;
  const start = matchAt(STRING_START, scanner);
  if (start !== null) return readString(scanner, start);
  const name = matchAt(NAME, scanner);
  if (name !== null) return plain('name', name, line);
  if (/[\d.]/.test(text[at] ?? '') && /\d/.test(text.slice(at, at + 2))) {
    const number = matchAt(NUMBER, scanner) ?? '';
    if (number !== '') return plain('number', number, line);
  }
  const operator = matchAt(OPERATOR, scanner);
  if (operator === null) scanner.at++;
  return plain('operator', operator ?? '', line);
}

function plain(kind: Token['kind'], text: string, line: number): Token {
  return { kind, text, known: true, line };
}

function matchAt(pattern: RegExp, scanner: Scanner): string | null {
  pattern.lastIndex = scanner.at;
  const found = pattern.exec(scanner.text)?.[0] ?? null;
  if (found !== null) scanner.at += found.length;
  return found;
}

function readString(scanner: Scanner, start: string): Token {
  const { line } = scanner;
  const quote = start.slice(start.search(/["']/));
  const prefix = start.slice(0, -quote.length).toLowerCase();
  const isLong = quote.length === 3;
  let value = '';
  let known = true;
  let from = scanner.at;
  for (; scanner.at < scanner.text.length; scanner.at++) {
    const char = scanner.text[scanner.at];
    if (char === '\\') {
      value += scanner.text.slice(from, scanner.at);
      value += prefix.includes('r')
        ? scanner.text.slice(scanner.at, scanner.at + 2)
        : escaped(scanner);
      if (scanner.text[scanner.at + 1] === '\n') scanner.line++;
      scanner.at++;
      from = scanner.at + 1;
    } else if (char === '\n') {
      if (!isLong) break;
      scanner.line++;
    } else if (char === quote[0] && scanner.text.startsWith(quote, scanner.at)) {
      break;
    } else if (char === '{' && /[ft]/.test(prefix)) {
      known = false;
    }
  }
  value += scanner.text.slice(from, scanner.at);
  if (scanner.text.startsWith(quote, scanner.at)) scanner.at += quote.length;
  return { kind: 'string', text: value, known, line };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

function escaped({ text, at }: Scanner): string {
  const next = text[at + 1] ?? '';
  return ESCAPES.get(next) ?? `\\${next}`;
}
