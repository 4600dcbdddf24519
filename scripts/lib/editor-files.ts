import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.ts';

/** What of `editors/` goes with the package: folders and files. */
export const EDITOR_FOLDERS: readonly string[] = [
  'emacs',
  'helix',
  'kakoune',
  'kate',
  'neovim',
  'sublime',
  'vscode/extensions.json',
  'zed/settings.json',
];

/** The text of each file that an editor is set up with, by its path in `editors/`. */
export function editorFiles(): Readonly<Record<string, string>> {
  const editors = join(repositoryRoot, 'editors');
  const names = EDITOR_FOLDERS.flatMap((name) =>
    statSync(join(editors, name)).isDirectory()
      ? readdirSync(join(editors, name), { recursive: true, encoding: 'utf8' }).map(
          (file) => `${name}/${file.replaceAll('\\', '/')}`,
        )
      : [name],
  );
  const files = names.filter(
    (name) => !name.endsWith('.md') && statSync(join(editors, name)).isFile(),
  );
  return Object.fromEntries(
    files.toSorted().map((name) => [name, readFileSync(join(editors, name), 'utf8')]),
  );
}
