import { parseToml } from '../toml/parse.ts';
import type { TomlDocument } from '../toml/model.ts';
import type { Lock } from './model.ts';
import { readPoetryLock } from './poetry.ts';

/** A lock of the given packages, for tests; `head` and `tail` are TOML. */
export function lockOf(packages: string, metadata = ''): Lock {
  return readPoetryLock('/project/poetry.lock', lockDocument(packages, metadata));
}

export function lockDocument(packages: string, metadata = ''): TomlDocument {
  return parseToml(`${packages}\n[metadata]\nlock-version = "2.0"\n${metadata}`);
}
