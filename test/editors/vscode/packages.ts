import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../root.ts';

const extension = join(repository, 'editors/vscode');
const vsce = join(extension, 'node_modules/.bin/vsce');

export function hasVsce(): boolean {
  return spawnSync(vsce, ['--version']).status === 0;
}

/** Packages the extension, and the one that stands for a user's TOML extension; returns both files. */
export function packageExtensions(folder: string): readonly string[] {
  const other = join(import.meta.dirname, 'other-toml');
  return [extension, other].map((cwd, index) => {
    const file = join(folder, `${index}.vsix`);
    const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
    const { status, stdout, stderr } = spawnSync(vsce, ['package', ...flags, '--out', file], {
      cwd,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`vsce package failed in ${cwd}:\n${stdout}${stderr}`);
    return file;
  });
}

/** The files of the packaged extension, by their paths in its folder. */
export function packagedFiles(): readonly string[] {
  const { stdout } = spawnSync(vsce, ['ls', '--no-dependencies'], {
    cwd: extension,
    encoding: 'utf8',
  });
  return stdout.trimEnd().split('\n');
}
