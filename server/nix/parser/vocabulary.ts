import type { Keyword, TokenKind } from '../syntax.ts';

const KEYWORDS: ReadonlySet<string> = new Set<Keyword>([
  'if',
  'then',
  'else',
  'assert',
  'with',
  'let',
  'in',
  'rec',
  'inherit',
  'or',
]);

/** Operators and separators by their first character, the longest of each first. */
export const OPERATORS: ReadonlyMap<string, readonly TokenKind[]> = new Map<
  string,
  readonly TokenKind[]
>([
  ['.', ['...', '.']],
  ['=', ['==', '=']],
  ['!', ['!=', '!']],
  ['<', ['<=', '<|', '<']],
  ['>', ['>=', '>']],
  ['&', ['&&']],
  ['|', ['||', '|>']],
  ['-', ['->', '-']],
  ['/', ['//', '/']],
  ['+', ['++', '+']],
  ['*', ['*']],
  ['(', ['(']],
  [')', [')']],
  ['[', ['[']],
  [']', [']']],
  [';', [';']],
  [':', [':']],
  [',', [',']],
  ['@', ['@']],
  ['?', ['?']],
]);

/** Whether a word is one of the language and no name. */
export function isKeyword(word: string): word is Keyword {
  return KEYWORDS.has(word);
}
