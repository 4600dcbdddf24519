import { languages, workspace, type TextDocument } from 'vscode';
import { NIX_FILE_GLOB, PROJECT_FILE_GLOB } from './file-globs.ts';

interface FileFilter {
  readonly scheme: 'file';
  readonly pattern: string;
}

const PROJECT_FILES: FileFilter = { scheme: 'file', pattern: PROJECT_FILE_GLOB };
const NIX_FILES: FileFilter = { scheme: 'file', pattern: NIX_FILE_GLOB };

/** What the server is told of. */
export const SERVED_FILES: readonly FileFilter[] = [PROJECT_FILES, NIX_FILES];

/** Whether the server has something to say of a document. A Nix file counts where the workspace holds a project that it may build. */
export async function isServed(document: TextDocument): Promise<boolean> {
  if (languages.match(PROJECT_FILES, document) > 0) return true;
  if (languages.match(NIX_FILES, document) === 0) return false;
  return (await workspace.findFiles(PROJECT_FILE_GLOB, undefined, 1)).length > 0;
}
