import { basename, dirname, extname } from 'node:path/posix';
import type { DocumentRole } from '../features/model.ts';
import { lockFormatOf } from '../locks/formats.ts';

export const MANIFEST_NAME = 'pyproject.toml';
export const PIPFILE_NAME = 'Pipfile';

/** The folder that many projects keep several requirements files in. */
const REQUIREMENTS_FOLDER = 'requirements';

/**
 * What a file of this name can be to a project; null for every other file. By name alone: the
 * language that an editor gives a file differs from one editor to the next. What is compiled from
 * a requirements file beside it has the name of a manifest and is a lock.
 */
export function roleOf(file: string): DocumentRole | null {
  const name = basename(file);
  if (name === MANIFEST_NAME || name === PIPFILE_NAME) return 'manifest';
  if (name.endsWith('.nix')) return 'nix';
  if (isScriptName(name)) return 'manifest';
  if (isRequirementsName(file)) return 'manifest';
  const format = lockFormatOf(name);
  return format === null || format.manifest === 'requirements' ? null : 'lock';
}

/**
 * Whether a file has a name that requirements files have: `requirements.txt`, `dev-requirements.in`,
 * `requirements_test.txt`, `constraints.txt`, and any `.txt` and `.in` in a folder `requirements`.
 */
export function isRequirementsName(file: string): boolean {
  const extension = extname(file);
  if (extension !== '.txt' && extension !== '.in') return false;
  if (isInRequirementsFolder(file)) return true;
  const name = basename(file, extension);
  if (!/^[\w.-]+$/.test(name)) return false;
  return /(?:requirements|(?:^|[._-])constraints)(?:[\d._-]|$)/i.test(name);
}

/** Whether a file may be a script that says what it depends on (PEP 723): its text tells. */
export function isScriptName(file: string): boolean {
  return file.endsWith('.py');
}

/** The folder of the project that a manifest or lock is one of. */
export function rootOf(file: string): string {
  const folder = dirname(file);
  return isInRequirementsFolder(file) && isRequirementsName(file) ? dirname(folder) : folder;
}

/** A folder and all above it. */
export function foldersFrom(folder: string): readonly string[] {
  const folders = [folder];
  for (const at of folders) if (dirname(at) !== at) folders.push(dirname(at));
  return folders;
}

/** Where requirements files of a project are, beside its root. */
export function requirementsFolder(root: string): string {
  return `${root === '/' ? '' : root}/${REQUIREMENTS_FOLDER}`;
}

function isInRequirementsFolder(file: string): boolean {
  return basename(dirname(file)) === REQUIREMENTS_FOLDER;
}

/** Whether a file of this name is read as TOML. */
export function isToml(file: string): boolean {
  const name = basename(file);
  return name.endsWith('.toml') || name === PIPFILE_NAME || lockFormatOf(name)?.syntax === 'toml';
}
