/**
 * Writes what nixpkgs takes into a folder: `package.nix`, `package.json` and `package-lock.json` of
 * `pkgs/by-name/py/pyproject-nix-ls`. `npx tsx scripts/nixpkgs-form.ts FOLDER`, of a release.
 */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nixpkgsForm } from './lib/nixpkgs-form.ts';
import { readPackageJson, repositoryRoot } from './lib/repository.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('a folder is missing');
const read = (name: string): Promise<string> => readFile(join(repositoryRoot, name), 'utf8');
const form = nixpkgsForm({
  packageNix: await read('package.nix'),
  packageJson: await readPackageJson(),
  lock: await read('package-lock.json'),
  registry: execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim(),
});
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'package.nix'), form.packageNix);
await writeFile(join(folder, 'package-lock.json'), form.lock);
await copyFile(join(repositoryRoot, 'package.json'), join(folder, 'package.json'));
