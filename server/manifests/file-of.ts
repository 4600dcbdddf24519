import type { Manifest } from './model.ts';

/** The file in which a dependency or a problem of a manifest stands. Absolute. */
export function fileOf(
  { file }: Pick<Manifest, 'file'>,
  declared: { readonly file?: string },
): string {
  return declared.file ?? file;
}
