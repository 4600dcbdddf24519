import type { Hover, HoverBlock } from './model.ts';
import { visible, visibleLines } from '../../visible.ts';

/** The hover as plain text: one line a row, labels in a column. */
export function renderPlainText({ blocks }: Hover): string {
  return blocks
    .map((block) => [...lines(block, PLAIN), ...indented(block.preview)].join('\n'))
    .join('\n\n');
}

/** The hover as Markdown. Rows end in a hard break, so that they stay lines; the columns show where Markdown is shown as it is. */
export function renderMarkdown({ blocks }: Hover): string {
  return blocks
    .map((block) => lines(block, MARKDOWN).join('  \n') + fenced(block.preview))
    .join('\n\n---\n\n');
}

function indented(preview: string): readonly string[] {
  return preview === ''
    ? []
    : [
        '',
        ...visibleLines(preview)
          .split('\n')
          .map((line) => `  ${line}`),
      ];
}

/** A block of Nix, behind a fence that its text cannot close. */
function fenced(preview: string): string {
  if (preview === '') return '';
  const longest = Math.max(2, ...[...preview.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `\n\n${fence}nix\n${visibleLines(preview)}\n${fence}`;
}

interface Style {
  strong(text: string): string;
  text(text: string): string;
  /** What is quoted from a file. */
  code(text: string): string;
}

const PLAIN: Style = { strong: (text) => text, text: (text) => text, code: (text) => text };

const MARKDOWN: Style = {
  strong: (text) => `**${escapeMarkdown(text)}**`,
  text: escapeMarkdown,
  code: codeSpan,
};

function lines(block: HoverBlock, style: Style): string[] {
  const { title, constraint, mark, remarks, rows, notes } = block;
  const satisfied = mark === null ? '' : ` ${mark}`;
  const afterTitle = constraint === null ? '' : ` — ${style.code(clip(constraint))}${satisfied}`;
  const head = [
    `${style.strong(clip(title))}${afterTitle}`,
    ...remarks.map((remark) => style.text(clip(remark))),
  ];
  const width = Math.max(0, ...rows.map(({ label }) => label.length)) + 2;
  return [
    head.join(' · '),
    ...rows.map(
      ({ label, code, text }) =>
        `${style.strong(label)}${' '.repeat(width - label.length)}${code === undefined ? '' : `${style.code(clip(code))}: `}${style.text(clip(text))}`,
    ),
    ...notes.map((note) => style.text(clip(note))),
  ];
}

const MOST_CHARACTERS = 600;

/** A user's text may be of any length and hold line breaks; a row of a hover may not. */
function clip(text: string): string {
  const line = visible(text.replace(/\s+/g, ' '));
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}

/** A code span, whose text needs no escapes, in backticks that it does not hold; one blank inside where it begins or ends with one. */
function codeSpan(text: string): string {
  if (text === '') return '';
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(text) ? ' ' : '';
  return `${ticks}${pad}${text}${pad}${ticks}`;
}

/**
 * Escapes what could be markup inside of a line, and nothing more, for some editors show the
 * Markdown as it is: `<` only where a tag may begin, `_` only at the edge of a word.
 */
function escapeMarkdown(text: string): string {
  const escaped = text.replace(
    /[\\`*[~]|<(?=[A-Za-z/!?])|&(?=[A-Za-z#])/g,
    (character) => `\\${character}`,
  );
  // Few texts have any: the engine takes milliseconds to compile classes of Unicode.
  return escaped.includes('_')
    ? escaped.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    : escaped;
}
