/**
 * What Python's `str.isspace` holds for, as a regular-expression class's content. Its `strip` and
 * `\s` go by that; JavaScript's `\s` lacks the information separators and U+0085 and adds U+FEFF.
 */
export const pythonSpaces: string =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const space = new RegExp(`[${pythonSpaces}]`);

/** Whether the one UTF-16 unit is white space to Python. */
export function isPythonSpace(character: string): boolean {
  return space.test(character);
}

/** The part of `text` between `start` and `end` without white space at its ends, as Python's `strip`; its offsets in `text`. */
export function stripped(
  text: string,
  start: number = 0,
  end: number = text.length,
): { readonly start: number; readonly end: number } {
  let from = start;
  let to = end;
  while (from < to && isPythonSpace(text.charAt(from))) from += 1;
  while (from < to && isPythonSpace(text.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}
