import { join } from 'node:path/posix';
import { tableAt } from '../manifests/toml-access.ts';
import { UV_TOML } from '../project/inputs/uv-configuration.ts';
import { MANIFEST_NAME } from './file-roles.ts';
import { foldersOfCheckout, type Reader } from './reader.ts';

/**
 * The file that uv takes its settings from for the lock of a folder, where it is not the
 * `pyproject.toml` of that folder: a `uv.toml`, or, where neither has any, what is next above
 * (`FilesystemOptions::find` of uv). Absolute path of what need not be readable; null where there is
 * none. What a user or a machine sets for all projects is not asked.
 *
 * @param ofScript whether it is for a script, beside which a `pyproject.toml` is another file.
 */
export function uvConfigurationOf(folder: string, reader: Reader, ofScript = false): string | null {
  for (const each of foldersOfCheckout(folder, reader)) {
    const own = join(each, UV_TOML);
    if (reader.load(own).problem?.kind !== 'missing') return own;
    const manifest = join(each, MANIFEST_NAME);
    const document = reader.load(manifest).toml();
    if (document !== null && tableAt(document.root, 'tool', 'uv') !== null)
      return each === folder && !ofScript ? null : manifest;
  }
  return null;
}
