import type { Span } from '../../text.ts';
import { shift } from '../../text.ts';
import { wholeLines } from './toml-text.ts';
import { shiftValue } from '../../toml/settle.ts';
import type { TomlDocument, TomlSection, TomlTable, TomlValue } from '../../toml/model.ts';

/** One statement of a TOML text with the lines and the comment that belong to it. */
export interface Statement {
  /** The keys from the header on, without its own. */
  readonly keys: readonly string[];
  readonly value: TomlValue;
  /** UTF-16 offsets of the document, without comment. */
  readonly span: Span;
  /** The comments and empty lines above it, whole lines with their line breaks. */
  readonly before: string;
  /** What stands behind it on its last line, blanks and comment, without the line break. */
  readonly behind: string;
}

/** One `[…]` section of a text. The parts of all blocks, in their order, are the text. */
export interface Block {
  /** The keys of the header; null for the text before the first one, and for a header that cannot be read. */
  readonly path: readonly string[] | null;
  readonly isArrayElement: boolean;
  /** Lines above the header that are about it; whole lines. */
  readonly before: string;
  /** The header's line with its line break; empty before the first header. */
  readonly header: string;
  readonly statements: readonly Statement[];
  /** The comments and empty lines behind the last statement; whole lines. */
  readonly after: string;
  /** UTF-16 offsets of the document, `before` included. */
  readonly span: Span;
}

/** A document cut into its sections and statements. */
export function blocksOf({ text, sections }: TomlDocument): readonly Block[] {
  const blocks: Block[] = [];
  let before = '';
  let start = 0;
  for (const [index, section] of sections.entries()) {
    const isLast = index === sections.length - 1;
    const read = readSection(text, section);
    const [after, next] = isLast ? [read.after, ''] : splitBeforeHeader(read.after);
    const end = section.span.end - next.length;
    blocks.push({
      path: section.headerSpan === null ? null : section.path,
      isArrayElement: section.isArrayElement,
      before,
      header: read.header,
      statements: read.statements,
      after,
      span: { start, end },
    });
    before = next;
    start = end;
  }
  return blocks;
}

function readSection(
  text: string,
  section: TomlSection,
): Pick<Block, 'header' | 'statements' | 'after'> {
  const { span, headerSpan } = section;
  let at = headerSpan === null ? span.start : behindLine(text, headerSpan.end, span.end);
  const header = text.slice(span.start, at);
  const statements = leavesOf(section.table(), [])
    .map(({ keys, value, span: own }) => ({
      keys,
      value: shiftValue(value, span.start),
      span: shift(own, span.start),
    }))
    .toSorted((a, b) => a.span.start - b.span.start)
    .map((leaf): Statement => {
      const before = text.slice(at, lineStart(text, leaf.span.start, at));
      const next = behindLine(text, leaf.span.end, span.end);
      at = next;
      const behind = text.slice(leaf.span.end, next).replace(/\r?\n$/, '');
      return { ...leaf, before, behind };
    });
  return { header, statements, after: text.slice(at, span.end) };
}

interface Leaf {
  readonly keys: readonly string[];
  readonly value: TomlValue;
  readonly span: Span;
}

/** What the statements assign; tables that only dotted keys make are gone into. */
function leavesOf(table: TomlTable, keys: readonly string[]): readonly Leaf[] {
  return [...table.entries.values()].flatMap(({ key, value, span }) => {
    const path = [...keys, key];
    if (value.kind === 'table' && !value.inline) return leavesOf(value, path);
    return [{ keys: path, value, span }];
  });
}

/** The trailing lines of a section, and those of them that are about the header behind. */
function splitBeforeHeader(trivia: string): readonly [string, string] {
  const lines = wholeLines(trivia);
  let from = lines.length;
  while (from > 0 && isHeaderComment(lines[from - 1] ?? '')) from -= 1;
  // Empty lines above a header divide it from what stands before.
  while (from > 0 && (lines[from - 1] ?? '').trim() === '') from -= 1;
  return [lines.slice(0, from).join(''), lines.slice(from).join('')];
}

/** Any comment but a statement that is commented out. */
function isHeaderComment(line: string): boolean {
  return /^\s*#/.test(line) && !/^\s*#+\s*[\w."'-]+\s*=/.test(line);
}

function lineStart(text: string, offset: number, from: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1) + 1, from);
}

function behindLine(text: string, offset: number, limit: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 || end + 1 > limit ? limit : end + 1;
}
