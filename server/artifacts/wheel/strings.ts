/**
 * Names of shared libraries among the constants of a binary that opens such by name: what it gives to
 * `dlopen` stands there as `libfoo.so.1`. Of a binary that never names `dlopen` there are none.
 *
 * @param constants ranges of `bytes` to look at; what the loader itself reads stands elsewhere
 */
export function namesOfLibraries(
  bytes: Uint8Array,
  constants: readonly { readonly start: number; readonly end: number }[],
): string[] {
  if (indexOf(bytes, 'dlopen', 0) === -1) return [];
  const found = new Set<string>();
  for (const { start, end } of constants) {
    const part = bytes.subarray(start, end);
    for (let at = indexOf(part, ENDING, 0); at !== -1; at = indexOf(part, ENDING, at + 1)) {
      const name = nameAround(part, at);
      if (name !== null) found.add(name);
      if (found.size >= MOST) break;
    }
  }
  return [...found].toSorted();
}

const ENDING = '.so';
const MOST = 500;
const LONGEST = 100;
const NAME = /^lib[\w.+-]*\.so(?:\.\d+)*$/;

/** The whole text around a place, where it is a library's name and nothing else. */
function nameAround(bytes: Uint8Array, at: number): string | null {
  let start = at;
  while (start > 0 && at - start < LONGEST && isOfName(bytes[start - 1] ?? 0)) start--;
  let end = at + ENDING.length;
  while (end < bytes.length && end - at < LONGEST && isOfName(bytes[end] ?? 0)) end++;
  if ((start > 0 && bytes[start - 1] !== 0) || bytes[end] !== 0) return null;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  return NAME.test(text) ? text : null;
}

function isOfName(byte: number): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
  return isDigit || isLetter || byte === 0x2e || byte === 0x2d || byte === 0x2b || byte === 0x5f;
}

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(
    text,
    from,
    'latin1',
  );
}
