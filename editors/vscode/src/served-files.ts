import { languages, type TextDocument } from 'vscode';

interface FileFilter {
  readonly scheme: 'file';
  readonly pattern: string;
}

/** Manifests and locks, by name: the language that other extensions give them differs. */
export const PROJECT_FILE_GLOB =
  '**/{pyproject.toml,poetry.lock,uv.lock,pdm.lock,pylock.toml,pylock.*.toml,Pipfile,Pipfile.lock,*requirements*.txt,*requirements*.in}';

const PROJECT_FILES: FileFilter = { scheme: 'file', pattern: PROJECT_FILE_GLOB };

export const NIX_FILES: FileFilter = { scheme: 'file', pattern: '**/*.nix' };

/** What the server is told of. */
export const SERVED_FILES: readonly FileFilter[] = [PROJECT_FILES, NIX_FILES];

export function isProjectFile(document: TextDocument): boolean {
  return languages.match(PROJECT_FILES, document) > 0;
}
