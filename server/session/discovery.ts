import { basename, dirname, join } from 'node:path/posix';
import type { Candidate } from '../project/model.ts';
import { candidatesIn, isScript } from './candidates.ts';
import {
  isRequirementsName,
  MANIFEST_NAME,
  PIPFILE_NAME,
  requirementsFolder,
  roleOf,
  rootOf,
} from './file-roles.ts';
import { foldersUpTo, type Reader } from './reader.ts';

/** Pins of Nix inputs: which poetry2nix a project has is in one of these. `devenv.yaml` says whether its shell has further modules. */
const PIN_FILES = [
  'flake.lock',
  'devenv.lock',
  'nix/sources.json',
  'npins/sources.json',
  'devenv.yaml',
];

/** Folders that hold other people's projects. */
const SKIPPED_DIRECTORIES = new Set(['node_modules', '__pycache__', 'site-packages', 'result']);

const MAX_NIX_FILES_PER_FOLDER = 64;

/** The manifests of a folder, by its path: `candidatesIn`, or what is remembered of it. */
type CandidatesOf = (root: string) => readonly Candidate[];

/**
 * The manifests of the projects that a document belongs to: itself, or the one that it is a lock of, then
 * those that include it or take settings from it.
 * A Nix file belongs to all in its folder, or else in the nearest one above that has any.
 */
export function manifestsOf(
  file: string,
  limit: string | null,
  reader: Reader,
  candidatesOf: CandidatesOf,
): readonly string[] {
  if (roleOf(file) === 'nix') {
    for (const folder of foldersUpTo(dirname(file), limit, reader)) {
      const manifests = candidatesOf(folder).map(({ manifest }) => manifest);
      if (manifests.length > 0) return manifests;
    }
    return [];
  }
  const candidates = candidatesOf(rootOf(file));
  const own = candidates.filter(({ manifest, locks }) => manifest === file || locks.includes(file));
  const others = candidates.filter(
    (each) => !own.includes(each) && mayRead(each, file, candidates),
  );
  const found = [...own, ...others].map(({ manifest }) => manifest);
  // A script without a lock counts where somebody asks for it.
  return found.length === 0 && isScript(file, reader) ? [file] : found;
}

/** Whether a manifest includes the file, or takes settings from it. */
function mayRead(candidate: Candidate, file: string, candidates: readonly Candidate[]): boolean {
  if (basename(file) === MANIFEST_NAME) return true;
  const seen = new Set<string>();
  const queue = [...(candidate.includes ?? [])];
  for (const included of queue) {
    if (included === file) return true;
    if (seen.has(included)) continue;
    seen.add(included);
    queue.push(...(candidates.find(({ manifest }) => manifest === included)?.includes ?? []));
  }
  return false;
}

/** The manifests of a folder, the one that counts where no Nix file says which first. */
export function manifestsIn(folder: string, reader: Reader): readonly string[] {
  const own = manifestsRootedIn(folder, reader);
  const root = requirementsFolder(dirname(folder)) === folder ? dirname(folder) : null;
  if (own.length > 0 || root === null) return own;
  return manifestsRootedIn(root, reader).filter((manifest) => dirname(manifest) === folder);
}

function manifestsRootedIn(root: string, reader: Reader): readonly string[] {
  return candidatesIn(root, reader).map(({ manifest }) => manifest);
}

/** The files of one folder that may say how Nix builds a project. Absolute paths. */
export interface FolderNixFiles {
  readonly nixFiles: readonly string[];
  /** The files that pin the inputs of those, as far as they are there: not all may be read. */
  readonly pinFiles: readonly string[];
}

/** The Nix files of a folder, and those that pin their inputs. */
export function nixFilesIn(folder: string, reader: Reader): FolderNixFiles {
  return {
    nixFiles: reader
      .list(folder)
      .filter(({ name, kind }) => kind === 'file' && name.endsWith('.nix'))
      .slice(0, MAX_NIX_FILES_PER_FOLDER)
      .map(({ name }) => join(folder, name)),
    pinFiles: PIN_FILES.map((name) => join(folder, name)).filter(
      (file) => reader.load(file).problem?.kind !== 'missing',
    ),
  };
}

/** How far below a folder its Nix files are looked for. */
const MAX_NIX_LEVELS = 4;

/** The Nix files of a folder and of those below it, a bounded number of each. Absolute paths. */
export function nixFilesBelow(
  folder: string,
  reader: Reader,
  levels: number = MAX_NIX_LEVELS,
): readonly string[] {
  const entries = reader.list(folder);
  const own = entries.filter(({ name, kind }) => kind === 'file' && name.endsWith('.nix'));
  const below = entries.filter(
    ({ name, kind }) =>
      kind === 'directory' && !name.startsWith('.') && !SKIPPED_DIRECTORIES.has(name),
  );
  const found = own.map(({ name }) => join(folder, name));
  if (levels > 0)
    for (const { name } of below) {
      if (found.length >= MAX_NIX_FILES_PER_FOLDER) break;
      found.push(...nixFilesBelow(join(folder, name), reader, levels - 1));
    }
  return found.slice(0, MAX_NIX_FILES_PER_FOLDER);
}

/** The manifests of projects in `folder` and all below, hidden, linked and installed ones and templates left out; at most `limit` folders are looked into. */
export function* manifestsBelow(
  folder: string,
  reader: ScanReader,
  limit: number,
  tell?: (problem: string) => void,
): Iterable<string> {
  for (const manifest of manifestScanBelow(folder, reader, limit, tell))
    if (manifest !== null) yield manifest;
}

/** What is looked at in a walk over folders: of one that is there it is known whether it could be listed. */
export interface ScanReader extends Reader {
  isUnlisted(directory: string): boolean;
}

/**
 * The same, with a null for every folder that was looked at in vain, so that who looks can do other things in between.
 *
 * @param tell is told, in sentences, which folders were not looked into.
 */
export function* manifestScanBelow(
  folder: string,
  reader: ScanReader,
  limit: number,
  tell: (problem: string) => void = () => {},
): Iterable<string | null> {
  const queue = [folder];
  let left = limit;
  for (const current of queue) {
    const entries = reader.list(current);
    if (reader.isUnlisted(current)) tell(`${current} cannot be listed.`);
    const mayHold = entries.some(({ name }) => isManifestName(join(current, name), name));
    const manifests = mayHold ? manifestsRootedIn(current, reader) : [];
    if (manifests.length === 0) yield null;
    yield* manifests;
    for (const { name, kind, link } of entries) {
      // Folders that hold each other by links would be walked until no path is longer.
      if (kind !== 'directory' || link) continue;
      if (name.startsWith('.') || SKIPPED_DIRECTORIES.has(name) || isTemplate(name)) continue;
      left -= 1;
      if (left >= 0) queue.push(join(current, name));
      if (left === -1)
        tell(`Below ${folder} are more than ${limit} folders; not all were looked into.`);
    }
  }
}

/** What cookiecutter and copier make projects of (`{{cookiecutter.slug}}`) is not a project yet. */
function isTemplate(name: string): boolean {
  return name.includes('{{');
}

/** A folder `requirements` is looked into from the one that it is in. */
function isManifestName(file: string, name: string): boolean {
  return (
    name === MANIFEST_NAME ||
    name === PIPFILE_NAME ||
    name === 'requirements' ||
    name.endsWith('.py.lock') ||
    isRequirementsName(file)
  );
}
