import { lengthAtEnd, type Span, type TextEdit } from '../../text.ts';
import type { AttrSet, LetIn, ListExpr, NixTree } from '../syntax.ts';
import type { FileStyle } from './style.ts';
import { indentOfLine, lineEnd, lineStart, startsLine } from './style.ts';

/** A set, a `let` or a list: what stands between two tokens, item by item. */
export interface Container {
  readonly open: Span;
  readonly close: Span;
  readonly items: readonly Span[];
  /** The item behind which new ones go where it is not the last. */
  readonly after?: Span;
}

/** Null for a set that the text does not close. */
export function setContainer({ open, close, bindings }: AttrSet): Container | null {
  return close === null ? null : { open, close, items: bindings.map(({ span }) => span) };
}

/** Null for a `let` without `in`. */
export function letContainer({ keyword, inKeyword, bindings }: LetIn): Container | null {
  return inKeyword === null
    ? null
    : { open: keyword, close: inKeyword, items: bindings.map(({ span }) => span) };
}

/** Null for a list that the text does not close. */
export function listContainer({ open, close, elements }: ListExpr): Container | null {
  return close === null ? null : { open, close, items: elements.map(({ span }) => span) };
}

/**
 * Adds `blocks` behind the last item, each on lines of its own, in the column of that item. A comment behind the
 * last item stays above them; a container on one line is opened up. Blocks have LF and are indented from column 0.
 */
export function appendLines(
  tree: NixTree,
  container: Container,
  blocks: readonly string[],
  style: FileStyle,
): readonly TextEdit[] {
  const { text } = tree;
  const indent = itemIndent(tree, container, style);
  const apart = areApart(text, container.items) ? style.newline : '';
  const rendered = blocks.map((block) => style.newline + indentBlock(block, indent, style.newline));
  const added = rendered.join(apart);
  const last = container.items.at(-1);
  const gap = { start: container.open.end, end: container.close.start };
  if (last === undefined && isBlank(text.slice(gap.start, gap.end))) {
    const base = indentOfLine(text, startsLine(text, gap.end) ? gap.end : container.open.start);
    return [{ span: gap, newText: added + style.newline + base }];
  }
  if (startsLine(text, container.close.start)) {
    const at = endBehind(tree, container) ?? lastContentEnd(tree, container);
    const end = isBlank(text.slice(at, lineEnd(text, at))) ? lineEnd(text, at) : at;
    return [{ span: { start: end, end }, newText: (last === undefined ? '' : apart) + added }];
  }
  const base = indentOfLine(text, container.open.start);
  const tail: TextEdit = {
    span: blanksBefore(text, container.close.start),
    newText: (last === undefined ? '' : apart) + added + style.newline + base,
  };
  return [...openUp(tree, container, indent, style), tail];
}

/** Adds elements to a list, on its last line where several share it, else one on each line. */
export function appendElements(
  tree: NixTree,
  list: ListExpr,
  elements: readonly string[],
  style: FileStyle,
  spaced: boolean,
): readonly TextEdit[] {
  const { text } = tree;
  const container = listContainer(list);
  if (container === null) return [];
  const last = list.elements.at(-1);
  const closesOwnLine = startsLine(text, container.close.start);
  if (last === undefined) {
    if (closesOwnLine) return appendLines(tree, container, elements, style);
    const blank = spaced ? ' ' : '';
    const hasComment = !isBlank(text.slice(list.open.end, container.close.start));
    return [
      {
        span: hasComment
          ? blanksBefore(text, container.close.start)
          : { start: list.open.end, end: container.close.start },
        newText: `${hasComment ? ' ' : blank}${elements.join(' ')}${blank}`,
      },
    ];
  }
  const oneLine = lineStart(text, last.span.start) === lineStart(text, container.open.start);
  if (oneLine || !startsLine(text, last.span.start))
    return [
      {
        span: { start: last.span.end, end: last.span.end },
        newText: elements.map((element) => ` ${element}`).join(''),
      },
    ];
  return appendLines(tree, container, elements, style);
}

/** `block` (LF, from column 0) with `indent` before each of its lines. */
export function indentBlock(block: string, indent: string, newline: string): string {
  return block
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join(newline);
}

/** The indentation of a new item: that of the last item that starts a line, else one unit more than the line that opens. */
function itemIndent(tree: NixTree, { items, open, close }: Container, style: FileStyle): string {
  const onOwnLine = items.findLast(({ start }) => startsLine(tree.text, start));
  if (onOwnLine !== undefined) return indentOfLine(tree.text, onOwnLine.start);
  const comment = tree.comments.find(
    ({ span }) =>
      span.start >= open.end && span.end <= close.start && startsLine(tree.text, span.start),
  );
  if (comment !== undefined) return indentOfLine(tree.text, comment.span.start);
  const base = indentOfLine(tree.text, open.start);
  return base + (base.startsWith('\t') ? '\t' : style.unit);
}

/** Whether two items or more are there and a blank line stands between all of them. */
function areApart(text: string, items: readonly Span[]): boolean {
  return (
    items.length > 1 &&
    items.every((item, index) => {
      const before = items[index - 1];
      return before === undefined || /\n[ \t]*\r?\n/.test(text.slice(before.end, item.start));
    })
  );
}

/** Where the last item or comment inside ends. */
function lastContentEnd(tree: NixTree, { items, open, close }: Container): number {
  const comment = tree.comments.findLast(({ span }) => span.end <= close.start);
  return Math.max(items.at(-1)?.end ?? open.end, Math.max(comment?.span.end ?? 0, open.end));
}

/** Where the line of the item `after` ends, its comment included; null where more follows on it. */
function endBehind({ text }: NixTree, { after }: Container): number | null {
  if (after === undefined) return null;
  const end = lineEnd(text, after.end);
  return /^\s*(?:#.*)?$/.test(text.slice(after.end, end)) ? end : null;
}

/** Puts each item of a container on one line on a line of its own. */
function openUp(
  tree: NixTree,
  { items, open, close }: Container,
  indent: string,
  style: FileStyle,
): readonly TextEdit[] {
  if (/\n/.test(tree.text.slice(open.end, close.start))) return [];
  return items.map((item, index) => {
    const start = items[index - 1]?.end ?? open.end;
    const blanks = /^[ \t]*/.exec(tree.text.slice(start, item.start))?.[0] ?? '';
    return { span: { start, end: start + blanks.length }, newText: style.newline + indent };
  });
}

function blanksBefore(text: string, offset: number): Span {
  const before = text.slice(0, offset);
  return {
    start: before.length - lengthAtEnd(before.slice(-200), /^[ \t]*/),
    end: offset,
  };
}

function isBlank(text: string): boolean {
  return /^\s*$/.test(text);
}
