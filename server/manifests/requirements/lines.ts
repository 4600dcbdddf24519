import type { Span } from '../../text.ts';

/** One line as pip sees it: continuations joined, the comment gone, no white space around it. */
export interface LogicalLine {
  /** Empty for a line that holds a comment alone. */
  readonly text: string;
  /** What the comment says behind its `#`; null where there is none. */
  readonly comment: string | null;
  /** Whether the line starts with white space; of a comment, whether the comment does. */
  readonly indented: boolean;
  /** Where a part of `text` stands in the file. Across a continuation it covers the line break too. */
  readonly spanOf: (start: number, end: number) => Span;
  /** Where a part of `comment` stands. */
  readonly commentSpanOf: (start: number, end: number) => Span;
}

/** A stretch of a joined line that stands in the file letter by letter. */
interface Piece {
  readonly joined: number;
  readonly source: number;
  readonly length: number;
}

/** Where `str.splitlines` of Python ends a line. */
// oxlint-disable-next-line no-control-regex -- these are line ends to Python, and so to pip
const LINE_END = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;

/**
 * The lines of a requirements file, blank ones left out (pip's `preprocess`): a line that ends in a
 * backslash goes on in the next one, unless it is a comment; a comment starts at a `#` at the
 * line's beginning or behind white space. Linear in the text.
 */
export function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let open: Joined | null = null;
  for (const { start, end } of physicalLines(text)) {
    const isComment = isCommentLine(text, start, end);
    const continues = !isComment && end > start && text[end - 1] === '\\';
    const joined: Joined = open ?? new Joined();
    const part = continues ? withoutBackslashes(text, start, end) : { start, end };
    // The blank keeps a comment that follows a continuation a comment.
    if (isComment && open !== null) joined.addBlank(start);
    joined.add(text, part.start, part.end);
    open = continues ? joined : null;
    if (!continues) lines.push(...joined.finish());
  }
  if (open !== null) lines.push(...open.finish());
  return lines;
}

class Joined {
  readonly #parts: string[] = [];
  readonly #pieces: Piece[] = [];
  #length = 0;

  add(text: string, start: number, end: number): void {
    if (end <= start) return;
    this.#parts.push(text.slice(start, end));
    this.#pieces.push({ joined: this.#length, source: start, length: end - start });
    this.#length += end - start;
  }

  addBlank(source: number): void {
    this.#parts.push(' ');
    this.#pieces.push({ joined: this.#length, source, length: 0 });
    this.#length += 1;
  }

  finish(): readonly LogicalLine[] {
    const whole = this.#parts.join('');
    const hash = commentStart(whole);
    const content = whole.slice(0, hash ?? whole.length);
    const text = content.trim();
    const comment = hash === null ? null : whole.slice(hash + 1).trim();
    if (text === '' && comment === null) return [];
    const offset = content.length - content.trimStart().length;
    const behind = hash === null ? '' : whole.slice(hash + 1);
    const commentOffset = whole.length - behind.trimStart().length;
    return [
      {
        text,
        comment,
        indented: /^\s/.test(whole),
        spanOf: (start, end) => this.#spanOf(offset + start, offset + end),
        commentSpanOf: (start, end) => this.#spanOf(commentOffset + start, commentOffset + end),
      },
    ];
  }

  #spanOf(start: number, end: number): Span {
    const from = sourceOffset(this.#pieces, start);
    if (end <= start) return { start: from, end: from };
    return { start: from, end: sourceOffset(this.#pieces, end - 1) + 1 };
  }
}

function* physicalLines(text: string): Iterable<Span> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (const match of text.matchAll(LINE_END)) {
    yield { start, end: match.index };
    start = match.index + match[0].length;
  }
  if (start < text.length) yield { start, end: text.length };
}

function isCommentLine(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && isSpace(text[at])) at += 1;
  return at < end && text[at] === '#';
}

function commentStart(line: string): number | null {
  for (let at = line.indexOf('#'); at !== -1; at = line.indexOf('#', at + 1))
    if (at === 0 || isSpace(line[at - 1])) return at;
  return null;
}

/** `str.strip('\\')`, which takes them from the front as well. */
function withoutBackslashes(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (end > start && text[end - 1] === '\\') end -= 1;
  while (start < end && text[start] === '\\') start += 1;
  return { start, end };
}

function isSpace(unit: string | undefined): boolean {
  return unit !== undefined && /\s/.test(unit);
}

function sourceOffset(pieces: readonly Piece[], joined: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.joined ?? 0) <= joined) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  if (piece === undefined) return 0;
  return piece.source + Math.min(joined - piece.joined, piece.length);
}
