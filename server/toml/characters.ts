/** Character codes that TOML's grammar names. */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const APOSTROPHE = 0x27;
export const COMMA = 0x2c;
export const DOT = 0x2e;
export const EQUALS = 0x3d;
export const LEFT_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const RIGHT_BRACKET = 0x5d;
export const LEFT_BRACE = 0x7b;
export const RIGHT_BRACE = 0x7d;

/** Space or tab. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** LF or CR. A CR alone is an error in TOML, and yet ends the line for every editor. */
export function isLineBreak(code: number): boolean {
  return code === LF || code === CR;
}

/** A character of a bare key: `A-Za-z0-9_-`. */
export function isBareKeyCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  );
}

/** The first offset at or after `from` that is neither space nor tab. */
export function skipBlanks(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The end of the line at `from`, before its line break. */
export function lineEnd(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

/** The first offset that is neither white space, nor a line break, nor in a comment. */
export function skipTrivia(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === HASH) at = lineEnd(text, at, limit);
    else if (isBlank(code) || isLineBreak(code)) at++;
    else break;
  }
  return at;
}
