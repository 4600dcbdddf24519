/**
 * What a terminal, a log or an editor obeys instead of showing it: control characters (C0, DEL, C1),
 * what breaks a line, and the controls of bidirectional text (Unicode's Bidi_Control), which show a
 * text in another order than it has.
 */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text of somebody else on one line, each such character as an escape: `\x1b`, `\n`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escapeOf);
}

/** A text of somebody else with lines of its own, whose breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(UNSEEN, (character) =>
    character === '\n' || character === '\t' ? character : escapeOf(character),
  );
}

/** JSON with those that JSON leaves as they are (DEL, C1, bidi) as its own escapes: it says the same. */
export function visibleJson(value: unknown): string {
  return escapedJson(`${JSON.stringify(value, null, 2)}\n`);
}

/** The same on one line, without a break behind it. */
export function visibleJsonLine(value: unknown): string {
  return escapedJson(JSON.stringify(value));
}

/** Breaks stand between values alone. */
function escapedJson(json: string): string {
  return json.replace(UNSEEN, (character) =>
    character === '\n' ? character : `\\u${hex(character, 4)}`,
  );
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

function escapeOf(character: string): string {
  const short = SHORT.get(character);
  if (short !== undefined) return short;
  return character < '\u0100' ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`;
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0');
}
