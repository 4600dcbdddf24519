import { basename, dirname, join } from 'node:path/posix';
import { compiledSources } from '../locks/requirements-header.ts';
import type { RequirementsManifest } from '../manifests/requirements/requirements.ts';
import { namedIncludes } from '../project/inputs/includes.ts';
import type { Candidate } from '../project/model.ts';
import { isRequirements, readManifest } from '../project/inputs/read.ts';
import { isRequirementsName, MANIFEST_NAME, requirementsFolder, rootOf } from './file-roles.ts';
import { frozenByPypi2nix } from './pypi2nix-frozen.ts';
import type { Reader } from './reader.ts';
import { textFileOf } from './text-file-of.ts';

const MAX_REQUIREMENTS_FILES = 64;

/**
 * The requirements files of a folder: one that is compiled from another is that one's lock, and
 * every other its own. `ofPyproject` are those that are compiled from the `pyproject.toml` alone,
 * if the folder has one that declares a project.
 */
export function requirementsCandidates(
  root: string,
  reader: Reader,
  hasPyproject: boolean,
): { readonly candidates: readonly Candidate[]; readonly ofPyproject: readonly string[] } {
  const files = requirementsFiles(root, reader);
  const compiled = new Map<string, string[]>();
  const manifests: string[] = [];
  const ofPyproject: string[] = [];
  for (const file of files) {
    const source = sourceOf(file, files, reader);
    if (source !== null) compiled.set(source, [...(compiled.get(source) ?? []), file]);
    else if (hasPyproject && isOfPyproject(file, reader)) ofPyproject.push(file);
    else manifests.push(file);
  }
  const candidates = manifests.map((manifest) => ({
    manifest,
    locks: (compiled.get(manifest) ?? [manifest]).toSorted(
      (a, b) => Number(hasStemOf(b, manifest)) - Number(hasStemOf(a, manifest)),
    ),
    namesTool: false,
    includes: includesOf(manifest, reader),
  }));
  return { candidates, ofPyproject };
}

function isOfPyproject(file: string, reader: Reader): boolean {
  const sources = compiledSources(reader.load(file).source?.text ?? '');
  return sources.length === 1 && sources[0] === MANIFEST_NAME;
}

function includesOf(file: string, reader: Reader): readonly string[] {
  const text = textFileOf(file, reader);
  const manifest = text === null ? null : readManifest(text);
  if (manifest === null || !isRequirements(manifest)) return [];
  return namedIncludes(manifest).map(({ path }) => path);
}

/** `requirements.*` first, then by name; those of a folder `requirements` behind. */
function requirementsFiles(root: string, reader: Reader): readonly string[] {
  const own = reader.list(root);
  const inFolder = own.some(({ name, kind }) => name === 'requirements' && kind === 'directory')
    ? reader
        .list(requirementsFolder(root))
        .map((entry) => ({ ...entry, folder: requirementsFolder(root) }))
    : [];
  return [...own.map((entry) => ({ ...entry, folder: root })), ...inFolder]
    .filter(({ kind }) => kind === 'file')
    .map(({ name, folder }) => join(folder, name))
    .filter((file) => isRequirementsName(file) && rootOf(file) === root)
    .toSorted((a, b) => rank(a, root) - rank(b, root) || (a < b ? -1 : 1))
    .slice(0, MAX_REQUIREMENTS_FILES)
    .filter((file) => isReadable(file, reader));
}

function rank(file: string, root: string): number {
  if (dirname(file) !== root) return 2;
  return /^requirements\.(?:in|txt)$/.test(basename(file)) ? 0 : 1;
}

/** Not prose that happens to have such a name. */
function isReadable(file: string, reader: Reader): boolean {
  const text = textFileOf(file, reader);
  const manifest = text === null ? null : readManifest(text);
  return manifest === null || !isRequirements(manifest) || !isProse(manifest);
}

function isProse(manifest: RequirementsManifest): boolean {
  const { dependencies, unnamed, statements, condaLines } = manifest;
  const problems = manifest.problems.filter(({ severity }) => severity === undefined);
  const unclear = problems.length - condaLines;
  const stated = dependencies.length + unnamed.length + statements.length;
  return unclear > 3 && unclear * 2 > stated;
}

/** The `.in` that a `.txt` is compiled from: of its name, or the one that its head names. Null where it is a manifest itself. */
function sourceOf(file: string, files: readonly string[], reader: Reader): string | null {
  if (!file.endsWith('.txt')) return null;
  const frozen = frozenByPypi2nix(file, files, reader);
  if (frozen !== null && sourceOf(frozen, files, reader) === null) return frozen;
  const beside = files.filter((other) => dirname(other) === dirname(file) && other.endsWith('.in'));
  const sameStem = beside.find((source) => hasStemOf(file, source));
  if (sameStem !== undefined || beside.length === 0) return sameStem ?? null;
  const sources = compiledSources(reader.load(file).source?.text ?? '');
  const named = beside.filter((source) =>
    sources.some((each) => basename(each) === basename(source)),
  );
  return named.length === 1 ? (named[0] ?? null) : null;
}

function hasStemOf(compiled: string, source: string): boolean {
  return compiled === source.replace(/\.in$/, '.txt');
}
