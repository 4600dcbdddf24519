/** Never part of UTF-8, so that it can stand between texts in an input. */
const SEPARATOR = 0xff;

/** The texts of an input, which bytes of 255 part; bytes that are no UTF-8 become U+FFFD. */
export function textsOf(data: Uint8Array): readonly string[] {
  const texts: string[] = [];
  let start = 0;
  for (let at = data.indexOf(SEPARATOR); at !== -1; at = data.indexOf(SEPARATOR, start)) {
    texts.push(textOf(data.subarray(start, at)));
    start = at + 1;
  }
  return [...texts, textOf(data.subarray(start))];
}

export function textOf(data: Uint8Array): string {
  return decoder.decode(data);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** An edit as an input writes it: where, in two characters; how much, in one; then what comes there. */
export function editOf(
  part: string,
  length: number,
): { readonly start: number; readonly end: number; readonly newText: string } {
  const start = (part.charCodeAt(0) * 128 + part.charCodeAt(1) || 0) % (length + 1);
  const end = Math.min(length, start + (part.charCodeAt(2) || 0));
  return { start, end, newText: part.slice(3) };
}

/** What an input's first byte chooses, and the bytes behind it. */
export function choice<T>(data: Uint8Array, from: readonly [T, ...T[]]): [T, Uint8Array] {
  return [from[(data[0] ?? 0) % from.length] ?? from[0], data.subarray(1)];
}
