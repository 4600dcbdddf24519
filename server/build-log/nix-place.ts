import type { NixFiles } from '../nix/api.ts';
import type { Span } from '../text.ts';
import type { NixPlace } from './model.ts';

/**
 * The place in a project's own files that Nix means, where it is certain: a flake is evaluated in a copy below
 * /nix/store, so that the file there must end alike, and the line say what Nix shows of it. Null for other files, and
 * where the line is another by now.
 */
export function placeInProject(
  { file, line, column, source }: NixPlace,
  files: NixFiles,
): { readonly file: string; readonly span: Span } | null {
  const copied = COPY.exec(file)?.[1];
  const candidates = [...files.keys()].filter((path) =>
    copied === undefined ? path === file : path.endsWith(`/${copied}`),
  );
  const found = candidates.flatMap((path) => {
    const span = spanIn(files.get(path) ?? '', line, column, source);
    // The copy of another flake may have a file of that name.
    return span === null || (copied !== undefined && source === null) ? [] : [{ file: path, span }];
  });
  const [only, ...others] = found;
  return only === undefined || others.length > 0 ? null : only;
}

const COPY = /^\/nix\/store\/[a-z0-9]{32}-[\w.+-]{1,100}\/(.+)$/;

/** From the column to the end of the word that begins there. */
function spanIn(text: string, line: number, column: number, source: string | null): Span | null {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return null;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  const whole = (end === -1 ? text.slice(start) : text.slice(start, end)).trimEnd();
  if (source !== null && whole.trim() !== source.trim()) return null;
  const before = offsetOfByte(whole, column - 1);
  const word = /^(?:[\w'-]{1,100}|.)/.exec(whole.slice(before))?.[0] ?? '';
  return { start: start + before, end: start + before + word.length };
}

/** UTF-16 units before so many bytes of UTF-8. */
function offsetOfByte(text: string, bytes: number): number {
  let count = 0;
  let offset = 0;
  for (const character of text) {
    if (count >= bytes) break;
    const point = character.codePointAt(0) ?? 0;
    count += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    offset += character.length;
  }
  return offset;
}
