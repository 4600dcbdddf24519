import type { TextFile } from '../project/model.ts';
import { isToml } from './file-roles.ts';
import type { Reader } from './reader.ts';

/** The text of a file in the form that its format is read in; null where it cannot be read. */
export function textFileOf(file: string, reader: Reader): TextFile | null {
  const loaded = reader.load(file);
  const document = isToml(file) ? loaded.toml() : loaded.source;
  return document === null ? null : { file, document };
}
