/** Classes of characters in Nix's lexer (nix `src/libexpr/lexer.l`), as tests of a UTF-16 code unit. */

const ID_START = 1;
const ID_PART = 2;
const DIGIT = 4;
const PATH = 8;
const SCHEME = 16;
const URI = 32;
const BLANK = 64;

const classes = new Uint8Array(128);
mark(
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ID_START | ID_PART | PATH | SCHEME | URI,
);
mark('0123456789', ID_PART | DIGIT | PATH | SCHEME | URI);
mark('_', ID_START | ID_PART | PATH | URI);
mark("'", ID_PART | URI);
mark('-', ID_PART | PATH | SCHEME | URI);
mark('.+', PATH | SCHEME | URI);
mark('%/?:@&=$,!~*', URI);
mark(' \t\r\n', BLANK);

function mark(characters: string, bits: number): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    classes[code] = (classes[code] ?? 0) | bits;
  }
}

function has(code: number, bits: number): boolean {
  return ((classes[code] ?? 0) & bits) !== 0;
}

// NaN, which `charCodeAt` answers beyond the end, is in no class.
export const isIdentifierStart = (code: number): boolean => has(code, ID_START);
export const isIdentifierPart = (code: number): boolean => has(code, ID_PART);
export const isDigit = (code: number): boolean => has(code, DIGIT);
export const isPathCharacter = (code: number): boolean => has(code, PATH);
export const isSchemeCharacter = (code: number): boolean => has(code, SCHEME);
export const isUriCharacter = (code: number): boolean => has(code, URI);
export const isBlank = (code: number): boolean => has(code, BLANK);
