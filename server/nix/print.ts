/** Everything that goes into Nix text from elsewhere (names, values, attributes) is printed here, and nowhere else. */

/** Reserved words of the Nix language. `or` is only half reserved (`{ or = 1; }` parses), but not everywhere. */
const KEYWORDS: ReadonlySet<string> = new Set([
  'assert',
  'else',
  'if',
  'in',
  'inherit',
  'let',
  'or',
  'rec',
  'then',
  'with',
]);

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_'-]*$/;

/** Whether `text` can stand as a bare identifier (Nix's lexer: `[a-zA-Z_][a-zA-Z0-9_'-]*`, and no keyword). */
export function isNixIdentifier(text: string): boolean {
  return IDENTIFIER.test(text) && !KEYWORDS.has(text);
}

/** Whether `text` is a dotted attribute path of bare identifiers, such as `libpq.pg_config`. Nothing else is taken as a reference into nixpkgs. */
export function isAttrReference(text: string): boolean {
  return text.length <= 500 && text.split('.').every(isNixIdentifier);
}

/**
 * `text` as a double-quoted Nix string that evaluates to exactly `text`.
 *
 * Nix has no way to write NUL, nor a lone UTF-16 surrogate: each becomes U+FFFD.
 */
export function nixString(text: string): string {
  const escaped = text
    .replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD')
    .replaceAll(/[\\"]|\$\{/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

/** `name` as one attribute name: bare where Nix allows it, else quoted and escaped. */
export function nixAttrName(name: string): string {
  return isNixIdentifier(name) ? name : nixString(name);
}

/** `parts` as an attribute path: `a.b."c.d"`. */
export function nixAttrPath(parts: readonly string[]): string {
  return parts.map(nixAttrName).join('.');
}

/** How a file writes its lists: `[ x ]` or `[x]`. */
export interface BracketStyle {
  /** Blank inside the brackets of a list with items. */
  readonly spaced: boolean;
  /** Blank inside the brackets of an empty list. */
  readonly emptySpaced: boolean;
}

/** A list on one line. `items` are Nix expressions that need no parentheses. */
export function nixList(items: readonly string[], style: BracketStyle): string {
  if (items.length === 0) return style.emptySpaced ? '[ ]' : '[]';
  const inner = items.join(' ');
  return style.spaced ? `[ ${inner} ]` : `[${inner}]`;
}
