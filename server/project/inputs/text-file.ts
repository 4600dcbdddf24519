import { SourceText } from '../../text.ts';
import type { TomlDocument } from '../../toml/model.ts';
import type { TextFile } from '../model.ts';

/** The file as TOML; null where it is of another format. */
export function tomlOf({ document }: TextFile): TomlDocument | null {
  return document instanceof SourceText ? null : document;
}

/** The last part of a path. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
