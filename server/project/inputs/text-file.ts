import { scriptMetadata } from '../../manifests/script.ts';
import { memoized } from '../../memoize.ts';
import { SourceText } from '../../text.ts';
import type { TomlDocument } from '../../toml/model.ts';
import type { TextFile } from '../model.ts';

/** The file as TOML, or what a script has of it (PEP 723), at the offsets of the file; null where it is of another format. */
export function tomlOf({ file, document }: TextFile): TomlDocument | null {
  if (!(document instanceof SourceText)) return document;
  return file.endsWith('.py') ? metadataOf(document) : null;
}

/** Bench: `didChange`, in a script. */
const metadataOf = memoized(({ text }: SourceText) => scriptMetadata(text));

/** The last part of a path. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
