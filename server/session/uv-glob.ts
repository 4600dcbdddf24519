/**
 * The globs of `[tool.uv.workspace]`, as uv reads them with the crate `glob` 0.3: `*` and `?`, classes
 * (`[ab]`, `[a-c]`, `[!a]`), and `**` for any number of folders where it stands alone between two `/`.
 * Braces mean themselves. Names with a dot in front are matched as others are.
 */
export interface UvGlob {
  /** Between the `/`, without what changes nothing (`.`, `a/..`, a `/` at the end). */
  readonly parts: readonly UvGlobPart[];
}

export type UvGlobPart =
  | { readonly kind: 'folders' }
  /** Without wildcards: its name. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'pattern'; readonly letters: readonly GlobLetter[] };

type GlobLetter =
  | 'any'
  | 'run'
  /** Any number of whole folders. */
  | 'folders'
  | { readonly isOneOf: boolean; readonly ranges: readonly (readonly [string, string])[] };

/** Null for what uv refuses, and for what leads out of the workspace's folder. */
export function parseUvGlob(text: string): UvGlob | null {
  if (text.startsWith('/')) return null;
  const names: string[] = [];
  for (const name of text.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return null;
  }
  const parts: UvGlobPart[] = [];
  for (const name of names) {
    const part = parsePart(name);
    if (part === null) return null;
    parts.push(part);
  }
  return { parts };
}

/** Whether a glob of `members` leads to a folder, given by the parts of its path from the workspace's. */
export function leadsTo({ parts }: UvGlob, path: readonly string[]): boolean {
  // The parts of the glob that may be next, for each part of the path: linear in both.
  let states = pastFolders(new Set([0]), parts);
  for (const [index, name] of path.entries()) {
    const next = new Set<number>();
    for (const state of states) {
      const part = parts[state];
      if (part === undefined) continue;
      if (part.kind !== 'folders') {
        if (matchesName(part, name)) next.add(state + 1);
        continue;
      }
      next.add(state);
      // At the end it takes folders below the one before it, and not that one.
      if (state === parts.length - 1 && index === path.length - 1) next.add(state + 1);
    }
    states = pastFolders(next, parts);
  }
  return states.has(parts.length);
}

/** `**` may stand for no folder, but at the end. */
function pastFolders(
  states: ReadonlySet<number>,
  parts: readonly UvGlobPart[],
): ReadonlySet<number> {
  const all = new Set(states);
  // A set that grows while it is walked is walked to its end.
  for (const state of all)
    if (parts[state]?.kind === 'folders' && state < parts.length - 1) all.add(state + 1);
  return all;
}

/** Whether a part that is no `**` is the name of a folder. */
export function matchesName(part: UvGlobPart, name: string): boolean {
  if (part.kind === 'folders') return false;
  if (part.kind === 'name') return part.name === name;
  return matchesLetters(part.letters, name);
}

/**
 * Whether a glob of `exclude` takes a folder, by its path from the workspace's. There uv matches the
 * whole path at once, so that `*` and `?` also stand for a `/`.
 */
export function excludes({ parts }: UvGlob, path: string): boolean {
  const letters: GlobLetter[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'folders') letters.push('folders');
    else if (part.kind === 'name') letters.push(...Array.from(part.name, exactly));
    else letters.push(...part.letters);
    if (index < parts.length - 1 && part.kind !== 'folders') letters.push(exactly('/'));
  }
  return matchesLetters(letters, path);
}

function matchesLetters(letters: readonly GlobLetter[], text: string): boolean {
  let states = new Set([0]);
  let before = '/';
  for (const letter of [...Array.from(text), null]) {
    for (const state of states) {
      const here = letters[state];
      // `**` ends where a folder's name begins, or, as the last, at the end.
      const mayEnd = before === '/' || (letter === null && state === letters.length - 1);
      if (here === 'run' || (here === 'folders' && mayEnd)) states.add(state + 1);
    }
    if (letter === null) break;
    const next = new Set<number>();
    for (const state of states) {
      const here = letters[state];
      if (here === undefined) continue;
      if (here === 'run' || here === 'folders') next.add(state);
      else if (here === 'any' || isIn(here, letter)) next.add(state + 1);
    }
    states = next;
    before = letter;
  }
  return states.has(letters.length);
}

function isIn(
  { isOneOf, ranges }: Exclude<GlobLetter, 'any' | 'run' | 'folders'>,
  letter: string,
): boolean {
  return ranges.some(([first, last]) => first <= letter && letter <= last) === isOneOf;
}

function exactly(letter: string): GlobLetter {
  return { isOneOf: true, ranges: [[letter, letter]] };
}

function parsePart(name: string): UvGlobPart | null {
  if (name === '**') return { kind: 'folders' };
  if (!/[*?[]/.test(name)) return { kind: 'name', name };
  if (name.includes('**')) return null;
  const letters: GlobLetter[] = [];
  const characters = Array.from(name);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*') letters.push('run');
    else if (character === '?') letters.push('any');
    else if (character !== '[') letters.push(exactly(character));
    else {
      const isOneOf = characters[at + 1] !== '!';
      const start = isOneOf ? at + 1 : at + 2;
      // A bracket that comes first is a letter.
      const end = characters.indexOf(']', start + 1);
      if (end === -1) return null;
      letters.push({ isOneOf, ranges: rangesOf(characters.slice(start, end)) });
      at = end;
    }
  }
  return { kind: 'pattern', letters };
}

function rangesOf(characters: readonly string[]): readonly (readonly [string, string])[] {
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const [first = '', dash, last] = characters.slice(at, at + 3);
    const isRange = dash === '-' && last !== undefined;
    ranges.push([first, isRange ? last : first]);
    if (isRange) at += 2;
  }
  return ranges;
}
