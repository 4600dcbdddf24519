import type { SourceText, Span } from '../text.ts';
import { commentPlaces } from './comments.ts';
import { memoize, memoryByObject } from '../memoize.ts';

/** The comment that makes diagnostics of `codes` be ignored, as a user would write it. */
export function ignoreComment(codes: Iterable<string>): string {
  return `# pyproject-nix-ls: ignore[${[...codes].join(', ')}]`;
}

/** An ignore comment of a text. `codes` is `all` where it names none. */
export interface IgnoreComment {
  readonly codes: ReadonlySet<string> | 'all';
  readonly span: Span;
  /** Zero-based. */
  readonly line: number;
}

/** Every ignore comment of a file's text by its line; of several on one line the first counts. What is in a string is none. */
export function ignoreComments(
  file: string,
  source: SourceText,
): ReadonlyMap<number, IgnoreComment> {
  return memoize(found, source, () => findComments(file, source));
}

/** Bench: `didChange`, and a key in a lock most of all. */
const found = memoryByObject<SourceText, ReadonlyMap<number, IgnoreComment>>();

const COMMENT = /# ?pyproject-nix-ls: ?ignore(?:\[([^\]\n\r]{0,1000})\]|(?![\w[-]))/g;

function findComments(file: string, source: SourceText): ReadonlyMap<number, IgnoreComment> {
  const comments = new Map<number, IgnoreComment>();
  for (const match of source.text.matchAll(COMMENT)) {
    const [text, listed] = match;
    const { line } = source.positionAt(match.index);
    if (comments.has(line) || !commentPlaces(file, source).isOutsideStrings(match.index)) continue;
    comments.set(line, {
      codes: listed === undefined ? 'all' : new Set(listed.split(',').map((code) => code.trim())),
      span: { start: match.index, end: match.index + text.length },
      line,
    });
  }
  return comments;
}
