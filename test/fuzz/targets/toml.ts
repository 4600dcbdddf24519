import { parseToml } from '../../../server/toml/parse.ts';
import { plainTree, wholeTree } from '../../../server/toml/testing.ts';
import { textOf } from '../input.ts';
import { require, requireInside, requireSame, requireSpansInside } from '../invariants.ts';

/** Any text is read, with its spans in it, and as the library reads it where that can. */
export function fuzz(data: Uint8Array): void {
  const text = textOf(data);
  const document = parseToml(text);
  for (const { span } of document.errors) requireInside(span, text.length, 'error');
  requireSpansInside(document.root, text.length, 'tree');
  let end = 0;
  for (const section of document.sections) {
    require(section.span.start === end, 'the sections leave a gap');
    ({ end } = section.span);
    requireSpansInside(section.table(), end - section.span.start, 'table');
    requireSpansInside(section.errors(), end - section.span.start, 'error of a section');
  }
  require(end === text.length, 'the sections end early');
  // The library takes a carriage return alone for a line break and refuses a byte order mark.
  if (/\r(?!\n)|\uFEFF/.test(text)) return;
  if (document.errors.some(({ message }) => /nested|deep/i.test(message))) return;
  const whole = wholeTree(text);
  require((document.errors.length === 0) === (whole !== null), 'valid to one reader alone');
  if (whole !== null) requireSame(plainTree(document.root), whole, 'another tree');
}
