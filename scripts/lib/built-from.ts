import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EDITOR_FOLDERS } from './editor-files.ts';
import { repositoryRoot } from './repository.ts';

/** What `dist/` is made of. */
const SOURCES = [
  'docs/rules',
  ...EDITOR_FOLDERS.map((name) => `editors/${name}`),
  'overrides-db',
  'package-lock.json',
  'package.json',
  'scripts',
  'server',
  'tsconfig.json',
];

/** Beside the tools that built it, so that it goes where these go. */
const STAMP = join(repositoryRoot, 'node_modules', '.cache', 'pyproject-nix-ls', 'built-from');

/** Whether `dist/` is there and was built from the files as they are now. */
export function isBuilt(): boolean {
  if (!existsSync(join(repositoryRoot, 'dist', 'main.js')) || !existsSync(STAMP)) return false;
  return readFileSync(STAMP, 'utf8') === hashOfSources();
}

/** Notes what `dist/` was built from. */
export function noteBuilt(): void {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, hashOfSources());
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of SOURCES.flatMap((source) => filesIn(source)))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(repositoryRoot, path)))
      .update('\0');
  return hash.digest('hex');
}

function filesIn(path: string): readonly string[] {
  const whole = join(repositoryRoot, path);
  if (!statSync(whole).isDirectory()) return [path];
  return readdirSync(whole)
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)));
}
