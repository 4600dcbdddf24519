import { Document } from './document.ts';
import type { TomlDocument } from './model.ts';

/**
 * Reads a TOML 1.0 text, valid or not. Nothing is parsed before it is asked for: the text is split
 * at its table headers, in one pass.
 */
export function parseToml(text: string): TomlDocument {
  return Document.of(text);
}
