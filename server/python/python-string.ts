/**
 * The value of a Python string literal's content, between its quotes; null if Python rejects it
 * (a line break, a NUL, an escape cut short). `\N{…}` stays as it is, since names are not known here.
 */
export function decodePythonString(content: string): string | null {
  if (/^(?:[^\\]|\\[^])*\\$/.test(content)) return null;
  if (/[\n\r\0]/.test(content.replace(/\\(?:\r\n|\n|\r)/g, ''))) return null;
  if (!content.includes('\\')) return content;
  let broken = false;
  const decoded = content.replace(
    /\\(?:(\r\n|\n|\r)|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^]))/g,
    (
      all: string,
      line?: string,
      octal?: string,
      hex?: string,
      short?: string,
      long?: string,
      other?: string,
    ) => {
      if (line !== undefined) return '';
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const point = Number.parseInt(hex ?? short ?? long ?? '', 16);
      if (point <= 0x10ffff) return String.fromCodePoint(point);
      if (other === undefined || 'xuU'.includes(other)) broken = true;
      return simpleEscapes.get(other ?? '') ?? all;
    },
  );
  return broken ? null : decoded;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
