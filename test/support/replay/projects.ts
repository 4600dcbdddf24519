import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOCK_FORMATS } from '../../../server/locks/formats.ts';
import { readFixture } from '../annotations.ts';
import { plainDefaultNix } from '../folder.ts';
import { hasShared, sharedPath } from '../shared.ts';
import type { ReplayProject } from './sessions.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const MANIFESTS = ['pyproject.toml', 'Pipfile', 'requirements.txt'];
const LOCKS = Object.values(LOCK_FORMATS).flatMap(({ name }) => name ?? []);

/** Folders of projects in this repository. */
export const ownFolders: readonly string[] = [
  ...projectsIn(join(ROOT, 'examples')),
  ...projectsIn(join(ROOT, 'test/fixtures')),
];

/** Folders of real projects; empty without the material. */
export const corpusFolders: readonly string[] = hasShared
  ? ['poetry2nix', 'poetry', 'other'].flatMap((corpus) =>
      projectsIn(sharedPath(`corpus/${corpus}`)),
    )
  : [];

/** Requirements files of real projects, each a project of its own. */
export const requirementsFiles: readonly string[] = hasShared
  ? readdirSync(sharedPath('corpus/requirements'))
      .filter((name) => name.endsWith('.txt'))
      .map((name) => sharedPath(`corpus/requirements/${name}`))
  : [];

function projectsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .filter((path) => MANIFESTS.some((name) => existsSync(join(path, name))))
    .toSorted();
}

/** A copy of a project that steps may write to, with a Nix file where it has none. */
export interface Copy {
  readonly folder: string;
  readonly project: ReplayProject;
  remove(): void;
}

/** `from` is a folder, or a file that becomes the `requirements.txt` of a folder. */
export function copyOf(from: string): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  if (from.endsWith('.txt')) cpSync(from, join(folder, 'requirements.txt'));
  else for (const name of readdirSync(from)) copyFile(join(from, name), join(folder, name));
  const here = (names: readonly string[]): string | undefined =>
    names.map((name) => join(folder, name)).find((path) => existsSync(path));
  const manifest = here(MANIFESTS) ?? join(folder, 'pyproject.toml');
  const lock = here(LOCKS) ?? null;
  const nix = join(folder, 'default.nix');
  if (!existsSync(nix)) writeFileSync(nix, nixFor(lock));
  const files = [manifest, nix, ...(lock === null ? [] : [lock])];
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  return {
    folder,
    project: { manifest, lock, nix, texts },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function copyFile(from: string, to: string): void {
  // The annotations of a fixture stand in comments, which a lock's writer would not leave.
  if (/\.(?:toml|lock|nix|txt)$/.test(from))
    writeFileSync(to, readFixture(readFileSync(from, 'utf8')).text);
  else cpSync(from, to, { recursive: true });
}

function nixFor(lock: string | null): string {
  if (lock === null || basename(lock) !== 'uv.lock') return plainDefaultNix;
  return readFileSync(join(ROOT, 'test/nix-edits/uv2nix-new-file/after/default.nix'), 'utf8');
}
