import { basename, dirname, join } from 'node:path';
import { compiledSources } from '../locks/requirements-header.ts';
import { isPylockName } from '../locks/pylock.ts';
import type { RequirementsManifest } from '../manifests/requirements/requirements.ts';
import { namedIncludes } from '../project/includes.ts';
import type { Candidate, TextFile } from '../project/model.ts';
import { isRequirements, readManifest } from '../project/read.ts';
import type { TomlDocument } from '../toml/model.ts';
import {
  isRequirementsName,
  isToml,
  LOCK_NAMES,
  MANIFEST_NAME,
  PIPFILE_LOCK_NAME,
  PIPFILE_NAME,
  requirementsFolder,
  rootOf,
} from './file-roles.ts';
import type { Reader } from './reader.ts';
import { uvWorkspaceOf } from './uv-workspace.ts';

const UV_LOCK_NAME = 'uv.lock';

const MAX_REQUIREMENTS_FILES = 64;

/**
 * The manifests of a folder with their locks, the one that counts where no Nix file says which
 * first: `pyproject.toml`, `Pipfile`, requirements files. Empty for a folder without a project.
 */
export function candidatesIn(root: string, reader: Reader): readonly Candidate[] {
  return [
    ...pyprojectCandidate(root, reader),
    ...pipfileCandidate(root, reader),
    ...requirementsCandidates(root, reader),
  ];
}

/** The text of a file in the form that its format is read in; null where it cannot be read. */
export function textFileOf(file: string, reader: Reader): TextFile | null {
  const loaded = reader.load(file);
  const document = isToml(file) ? loaded.toml() : loaded.source;
  return document === null ? null : { file, document };
}

/** A manifest that is there and cannot be read counts: its reader says why. */
function pyprojectCandidate(root: string, reader: Reader): readonly Candidate[] {
  const manifest = join(root, MANIFEST_NAME);
  const loaded = reader.load(manifest);
  if (loaded.problem !== null) {
    const locks = pyprojectLocks(root, null, reader);
    return loaded.problem.kind === 'missing' ? [] : [{ manifest, locks, namesTool: false }];
  }
  const document = loaded.toml();
  if (document === null || !declaresProject(document)) return [];
  const locks = pyprojectLocks(root, document, reader);
  const [first] = locks;
  return [
    {
      manifest,
      locks,
      namesTool: first !== undefined && toolLocks(document).includes(basename(first)),
    },
  ];
}

/**
 * Whether a `pyproject.toml` declares a Python project, and not only settings of tools such as
 * formatters: `[project]` (PEP 621), `[dependency-groups]` (PEP 735), or the table of a tool that
 * manages projects. Headers are enough, so that a half-typed file is still the project that it was
 * a keystroke before.
 */
export function declaresProject(document: TomlDocument): boolean {
  return document.sections.some(({ path }) => {
    if (path === null) return false;
    const [first, second] = path;
    if (first === 'project' || first === 'dependency-groups') return true;
    return first === 'tool' && (second === 'poetry' || second === 'uv' || second === 'pdm');
  });
}

/**
 * The locks that are there: that of the tool which the manifest names first. A member of a uv
 * workspace has the `uv.lock` of the workspace's root, and none of its own.
 */
function pyprojectLocks(
  root: string,
  manifest: TomlDocument | null,
  reader: Reader,
): readonly string[] {
  const pylocks = reader
    .list(root)
    .flatMap(({ name, kind }) => (kind === 'file' && isPylockName(name) ? [name] : []));
  const own = manifest === null ? [] : toolLocks(manifest);
  const workspace = uvWorkspaceOf(root, reader);
  return [...new Set([...own, ...LOCK_NAMES, ...pylocks])]
    .map((name) => join(name === UV_LOCK_NAME ? (workspace ?? root) : root, name))
    .filter((file) => reader.load(file).problem?.kind !== 'missing');
}

function toolLocks(manifest: TomlDocument): readonly string[] {
  const tools = new Set(
    manifest.sections.flatMap(({ path }) => (path?.[0] === 'tool' && path[1] ? [path[1]] : [])),
  );
  return LOCK_NAMES.filter((name) => tools.has(name.slice(0, name.indexOf('.'))));
}

function pipfileCandidate(root: string, reader: Reader): readonly Candidate[] {
  const names = reader.list(root).map(({ name }) => name);
  if (!names.includes(PIPFILE_NAME)) return [];
  const locks = names.includes(PIPFILE_LOCK_NAME) ? [join(root, PIPFILE_LOCK_NAME)] : [];
  return [{ manifest: join(root, PIPFILE_NAME), locks, namesTool: true }];
}

/** Requirements files; one that is compiled from another is that one's lock, and every other its own. */
function requirementsCandidates(root: string, reader: Reader): readonly Candidate[] {
  const files = requirementsFiles(root, reader);
  const compiled = new Map<string, string[]>();
  const manifests: string[] = [];
  for (const file of files) {
    const source = sourceOf(file, files, reader);
    if (source === null) manifests.push(file);
    else compiled.set(source, [...(compiled.get(source) ?? []), file]);
  }
  return manifests.map((manifest) => ({
    manifest,
    locks: (compiled.get(manifest) ?? [manifest]).toSorted(
      (a, b) => Number(hasStemOf(b, manifest)) - Number(hasStemOf(a, manifest)),
    ),
    namesTool: false,
    includes: includesOf(manifest, reader),
  }));
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
  const { dependencies, unnamed, includes, options } = manifest;
  const problems = manifest.problems.filter(({ severity }) => severity === undefined);
  const statements = dependencies.length + unnamed.length + includes.length + options.length;
  return problems.length > 3 && problems.length * 2 > statements;
}

/** The `.in` that a `.txt` is compiled from: of its name, or the one that its head names. Null where it is a manifest itself. */
function sourceOf(file: string, files: readonly string[], reader: Reader): string | null {
  if (!file.endsWith('.txt')) return null;
  const frozen = frozenFrom(file, files, reader);
  if (frozen !== null) return frozen;
  const beside = files.filter((other) => dirname(other) === dirname(file) && other.endsWith('.in'));
  const sameStem = beside.find((source) => hasStemOf(file, source));
  if (sameStem !== undefined || beside.length === 0) return sameStem ?? null;
  const sources = compiledSources(reader.load(file).source?.text ?? '');
  const named = beside.filter((source) =>
    sources.some((each) => basename(each) === basename(source)),
  );
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** pypi2nix writes `requirements_frozen.txt` beside `requirements.nix`: all that `requirements.txt` came to. */
function frozenFrom(file: string, files: readonly string[], reader: Reader): string | null {
  const stem = /^(.*)_frozen\.txt$/.exec(file)?.[1];
  const source = `${stem}.txt`;
  if (stem === undefined || !files.includes(source)) return null;
  const isGenerated = reader.load(`${stem}.nix`).problem?.kind !== 'missing';
  return isGenerated && sourceOf(source, files, reader) === null ? source : null;
}

function hasStemOf(compiled: string, source: string): boolean {
  return compiled === source.replace(/\.in$/, '.txt');
}
