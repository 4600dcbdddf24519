import { join, relative } from 'node:path/posix';
import type { TomlDocument, TomlValue } from '../toml/model.ts';
import { MANIFEST_NAME } from './file-roles.ts';
import { foldersOfCheckout, type Reader } from './reader.ts';

/**
 * The root of the uv workspace that a folder is a member of, the folder itself not asked; null where
 * it is none. The nearest `[tool.uv.workspace]` above decides, by its `members` and `exclude`. uv asks
 * every folder above; so does this where an unpacked archive has no checkout to end at.
 */
export function uvWorkspaceOf(folder: string, reader: Reader): string | null {
  for (const above of foldersOfCheckout(folder, reader).slice(1)) {
    const document = reader.load(join(above, MANIFEST_NAME)).toml();
    if (document === null || valueAt(document) === undefined) continue;
    // Half-typed, it is taken for what it was.
    if (document.errors.length > 0) return above;
    const path = relative(above, folder).split('/');
    const globs = (key: string): readonly string[] => strings(valueAt(document, key));
    const isExcluded = globs('exclude').some((glob) => matches(glob, path));
    return !isExcluded && globs('members').some((glob) => matches(glob, path)) ? above : null;
  }
  return null;
}

function valueAt({ root }: TomlDocument, ...keys: readonly string[]): TomlValue | undefined {
  let value: TomlValue | undefined = root;
  for (const key of ['tool', 'uv', 'workspace', ...keys])
    value = value?.kind === 'table' ? value.entries.get(key)?.value : undefined;
  return value;
}

function strings(value: TomlValue | undefined): readonly string[] {
  const items = value?.kind === 'array' ? value.items : [];
  return items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

/** `packages/*`, `libs/**`: a part matches a part, and `**` any number of them. */
function matches(glob: string, path: readonly string[]): boolean {
  const pattern = glob.split('/').filter((part) => part !== '' && part !== '.');
  // The parts of the pattern that may be next, for each part of the path: linear in both.
  let states = closure(new Set([0]), pattern);
  for (const part of path) {
    const next = new Set<number>();
    for (const state of states) {
      const expected = pattern[state];
      if (expected === '**') next.add(state);
      else if (expected !== undefined && matchesPart(expected, part)) next.add(state + 1);
    }
    states = closure(next, pattern);
  }
  return states.has(pattern.length);
}

function closure(states: ReadonlySet<number>, pattern: readonly string[]): ReadonlySet<number> {
  const all = new Set(states);
  // A set that grows while it is walked is walked to its end.
  for (const state of all) if (pattern[state] === '**') all.add(state + 1);
  return all;
}

/** `*` and `?` as in a shell; a class in brackets is taken for one letter, whichever. */
function matchesPart(pattern: string, part: string): boolean {
  const letters = Array.from(pattern.replaceAll(/\[[^[\]]*\]/g, '?'));
  let states = new Set([0]);
  for (const letter of [...Array.from(part), null]) {
    for (const state of states) if (letters[state] === '*') states.add(state + 1);
    if (letter === null) break;
    const next = new Set<number>();
    for (const state of states) {
      if (letters[state] === '*') next.add(state);
      else if (letters[state] === '?' || letters[state] === letter) next.add(state + 1);
    }
    states = next;
  }
  return states.has(letters.length);
}
