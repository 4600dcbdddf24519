import { resolve } from 'node:path/posix';
import type { Manifest } from '../../manifests/model.ts';
import type { Span } from '../../text.ts';

const LONGEST_PATH = 1024;
const MOST_FILES = 20;

/** The files that a manifest says are there, by absolute path, and where it says so. `root` is its folder. */
export function namedFiles(
  root: string,
  { readmes }: Manifest,
): readonly { readonly path: string; readonly text: string; readonly span: Span }[] {
  return readmes
    .filter(({ text }) => text !== '' && text.length <= LONGEST_PATH && !text.includes('\0'))
    .slice(0, MOST_FILES)
    .map(({ text, span }) => ({ path: resolve(root, text), text, span }));
}
