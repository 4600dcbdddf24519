import type { BracketStyle } from '../print.ts';
import type { NixTree } from '../syntax.ts';
import type { Span } from '../../text.ts';
import { memoize } from '../../memoize.ts';

/** How one file is laid out. */
export interface FileStyle {
  readonly newline: '\n' | '\r\n';
  /** One level of indentation. */
  readonly unit: string;
}

/** The line break that the file uses most, and its commonest step of indentation; two blanks where it shows none. */
export function readFileStyle(tree: NixTree): FileStyle {
  const breaks = tree.text.match(/\r?\n/g) ?? [];
  const carriageReturns = breaks.filter((found) => found === '\r\n').length;
  return {
    newline: carriageReturns * 2 > breaks.length ? '\r\n' : '\n',
    unit: readUnit(tree),
  };
}

/** Deeper than this is alignment, not a step. */
const WIDEST_STEP = 8;

function readUnit(tree: NixTree): string {
  const indents = lineIndents(tree);
  if (indents.filter((indent) => indent.startsWith('\t')).length * 2 > indents.length / 2)
    return '\t';
  const counts = new Map<number, number>();
  for (const [index, indent] of indents.entries()) {
    const step = indent.length - (indents[index - 1]?.length ?? 0);
    if (step > 0 && step <= WIDEST_STEP) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [commonest] = [...counts].toSorted(([a, timesA], [b, timesB]) => timesB - timesA || a - b);
  return ' '.repeat(commonest?.[0] ?? 2);
}

/** The indentation of every line that starts with a token: neither strings nor comments count. */
function lineIndents(tree: NixTree): readonly string[] {
  let lastLine = -1;
  const indents: string[] = [];
  for (const { kind, start } of tree.tokens) {
    if (kind === 'eof' || kind === 'text' || !startsLine(tree.text, start)) continue;
    const line = lineStart(tree.text, start);
    if (line === lastLine) continue;
    lastLine = line;
    indents.push(tree.text.slice(line, start));
  }
  return indents;
}

/** How lists are written in the first of `spans` that has one of the kind, else in the whole file, else as nixfmt does. */
export function readBrackets(tree: NixTree, spans: readonly Span[]): BracketStyle {
  const places = [...spans, { start: 0, end: tree.text.length }];
  const first = (kind: 'empty' | 'filled'): boolean => {
    for (const place of places) {
      const vote = countBrackets(tree, place)[kind];
      if (vote !== 0) return vote > 0;
    }
    return true;
  };
  const spaced = first('filled');
  return {
    spaced,
    emptySpaced: places.some((place) => countBrackets(tree, place).empty !== 0)
      ? first('empty')
      : spaced,
  };
}

interface BracketVotes {
  readonly empty: number;
  readonly filled: number;
}

/** The votes of whole files, which each place of a plan asks for. */
const votesOfFile = new WeakMap<NixTree, BracketVotes>();

/** Lists with a blank inside their brackets, less those without. */
function countBrackets(tree: NixTree, { start, end }: Span): BracketVotes {
  const isWhole = start === 0 && end === tree.text.length;
  const count = (): BracketVotes => countedIn(tree, { start, end });
  return isWhole ? memoize(votesOfFile, tree, count) : count();
}

function countedIn(tree: NixTree, { start, end }: Span): BracketVotes {
  const votes = { empty: 0, filled: 0 };
  const { tokens } = tree;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.kind !== '[' || token.start < start || token.end > end || next === undefined)
      continue;
    const gap = tree.text.slice(token.end, next.start);
    if (/[\r\n#]/.test(gap)) continue;
    votes[next.kind === ']' ? 'empty' : 'filled'] += gap === '' ? -1 : 1;
  }
  return votes;
}

/** The offset where the line of `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset of the line break behind `offset`, or the text's end. */
export function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  if (found < 0) return text.length;
  return text[found - 1] === '\r' && found > offset ? found - 1 : found;
}

/** The blanks that the line of `offset` starts with. */
export function indentOfLine(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Whether nothing but blanks stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  return /^[ \t\uFEFF]*$/.test(text.slice(lineStart(text, offset), offset));
}
