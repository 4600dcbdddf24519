import type { Reader } from './reader.ts';

/**
 * pypi2nix writes `requirements_frozen.txt` beside `requirements.nix`: all that `requirements.txt` came to. The latter
 * for the path of the first; null for all other files.
 */
export function frozenByPypi2nix(
  file: string,
  files: readonly string[],
  reader: Reader,
): string | null {
  const stem = /^(.*)_frozen\.txt$/.exec(file)?.[1];
  const source = `${stem}.txt`;
  if (stem === undefined || !files.includes(source)) return null;
  return reader.load(`${stem}.nix`).problem?.kind === 'missing' ? null : source;
}
