/** A folder that is on no disk, for documents that are in no file. */
const FOLDER = '/.pyproject-nix-ls.unsaved/';

/** The path of a manifest that is in no file: alone in a folder of its own. */
export function unsavedManifest(number: number): string {
  return `${FOLDER}${number}/pyproject.toml`;
}

/** Whether a path is one of those, or beside one: then nobody knows what will be there. */
export function isUnsaved(path: string): boolean {
  return path.startsWith(FOLDER);
}
