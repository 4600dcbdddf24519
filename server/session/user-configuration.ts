import { isAbsolute, join } from 'node:path';
import type { TomlValue } from '../toml/model.ts';
import { parseToml } from '../toml/parse.ts';
import type { FileSystem } from './file-system.ts';
import { nativePaths } from './native-paths.ts';
import { configurationFolder, thisUser, type UserPlace } from './user-folders.ts';

/** What a user says for every project, in a file of their own: the one word that no repository can bring. */
export interface UserConfiguration {
  /** Absolute paths of folders, and of single files, that every project may read. */
  readonly allowRoots: readonly string[];
  /** What is wrong with the file, in sentences. */
  readonly problems: readonly string[];
}

const KEY = 'allow-roots';

/** Reads `config.toml` of the user's configuration folder. That there is none is usual. */
export function readUserConfiguration(
  fileSystem: Pick<FileSystem, 'read'>,
  place: UserPlace = thisUser(),
): UserConfiguration {
  const folder = configurationFolder(place);
  if (folder === null) return { allowRoots: [], problems: [] };
  const file = join(folder, 'config.toml');
  const read = fileSystem.read(nativePaths.inner(file));
  if (!read.ok)
    return {
      allowRoots: [],
      problems: read.problem.kind === 'missing' ? [] : [read.problem.message],
    };
  const { root, errors } = parseToml(read.text);
  if (errors.length > 0)
    return { allowRoots: [], problems: [`${file} is no valid TOML, and nothing of it counts.`] };
  const unknown = [...root.entries.keys()].filter((key) => key !== KEY);
  const { paths, isList } = pathsIn(root.entries.get(KEY)?.value, place.home);
  return {
    allowRoots: paths,
    problems: [
      ...unknown.map((key) => `${file} has the unknown key ${JSON.stringify(key)}.`),
      ...(isList ? [] : [`${KEY} in ${file} must be a list of absolute paths, or such with ~.`]),
    ],
  };
}

function pathsIn(
  value: TomlValue | undefined,
  home: string | null,
): { readonly paths: readonly string[]; readonly isList: boolean } {
  if (value === undefined) return { paths: [], isList: true };
  if (value.kind !== 'array') return { paths: [], isList: false };
  const paths = value.items.flatMap((item) => {
    const text = item.kind === 'string' ? item.value : '';
    const isBelowHome = home !== null && (text === '~' || text.startsWith('~/'));
    const path = isBelowHome ? join(home, text.slice(1)) : text;
    return isAbsolute(path) ? [nativePaths.inner(path)] : [];
  });
  return { paths, isList: paths.length === value.items.length };
}
