import { dirname } from 'node:path/posix';
import type { NixFiles } from '../nix/api.ts';
import type { BoundedReader } from './bounded-reader.ts';

/** Nix texts some of which were read through a link. */
class NixTexts extends Map<string, string> implements NixFiles {
  readonly starts: ReadonlyMap<string, string>;

  constructor(texts: Iterable<readonly [string, string]>, starts: ReadonlyMap<string, string>) {
    super(texts);
    this.starts = starts;
  }
}

/** A join of Nix texts with more of them, for `loadWanted`: it knows where relative paths in those start that are links. */
export function nixTextsJoin(
  reader: BoundedReader,
): (files: NixFiles, found: ReadonlyMap<string, string>) => NixFiles {
  return (files, found) => {
    const starts = new Map(files.starts);
    for (const file of found.keys()) {
      const start = reader.startOf(file);
      if (start !== dirname(file)) starts.set(file, start);
    }
    const texts = [...files, ...found];
    return starts.size === 0 ? new Map(texts) : new NixTexts(texts, starts);
  };
}
