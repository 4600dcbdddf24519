/** A string of TOML, in the quotes that need least escapes. */
export function tomlString(value: string): string {
  const isPlain = !/[\p{Cc}\\]/u.test(value);
  if (isPlain && !value.includes('"')) return `"${value}"`;
  if (isPlain && !value.includes("'")) return `'${value}'`;
  return `"${value.replace(/[\p{Cc}"\\]/gu, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A key of TOML, in quotes where it needs them. */
export function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : tomlString(key);
}

/** A table's header, or that of an element of an array of tables. */
export function tomlHeader(path: readonly string[], isArrayElement: boolean = false): string {
  const keys = path.map(tomlKey).join('.');
  return isArrayElement ? `[[${keys}]]` : `[${keys}]`;
}

/** `{ a = "1", b = true }`; values are written as they are. */
export function inlineTable(entries: readonly (readonly [key: string, value: string])[]): string {
  return `{ ${entries.map(([key, value]) => `${tomlKey(key)} = ${value}`).join(', ')} }`;
}

/** An item of a list with what stands around it. */
export interface ListItem {
  /** Comments and empty lines above it, without indentation. */
  readonly before: readonly string[];
  /** The value as TOML has it. */
  readonly text: string;
  /** The comment behind it, `#` included; empty for none. */
  readonly behind: string;
}

const INDENT = '    ';

/** `key = [ … ]` with an item a line. `after` are comments behind the last item. */
export function tomlList(
  key: string,
  items: readonly ListItem[],
  after: readonly string[],
  eol: string,
): string {
  const lines = [
    ...items.flatMap(({ before, text, behind }) => [
      ...before.map(indented),
      `${INDENT}${text},${behind === '' ? '' : `  ${behind}`}`,
    ]),
    ...after.map(indented),
  ];
  return lines.length === 0 ? `${key} = []` : [`${key} = [`, ...lines, ']'].join(eol);
}

function indented(line: string): string {
  return line === '' ? '' : INDENT + line;
}

/** The lines of a text, each with its line break. */
export function wholeLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const next = end === -1 ? text.length : end + 1;
    lines.push(text.slice(start, next));
    start = next;
  }
  return lines;
}

/** The lines of a statement's surroundings without indentation; empty ones at the start are left out with `trimStart`. */
export function linesOf(trivia: string, trimStart: boolean): readonly string[] {
  const lines = trivia.split(/\r?\n/).map((line) => line.trim());
  if (lines.at(-1) === '') lines.pop();
  if (trimStart) while (lines[0] === '') lines.shift();
  return lines;
}
