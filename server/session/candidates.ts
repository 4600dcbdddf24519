import { basename, dirname, join } from 'node:path/posix';
import { lockFormatOf, lockFormatsOf } from '../locks/formats.ts';
import type { Candidate } from '../project/model.ts';
import type { TomlDocument } from '../toml/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { isScriptName, MANIFEST_NAME, PIPFILE_NAME } from './file-roles.ts';
import type { Reader } from './reader.ts';
import { requirementsCandidates } from './requirements-candidates.ts';
import { textFileOf } from './text-file-of.ts';
import { uvWorkspaceOf } from './uv-workspace.ts';

/**
 * The manifests of a folder with their locks, the one that counts where no Nix file says which
 * first: `pyproject.toml`, `Pipfile`, requirements files, scripts that have a lock. Empty for a folder without a project.
 */
export function candidatesIn(root: string, reader: Reader): readonly Candidate[] {
  const pyproject = pyprojectCandidate(root, reader);
  const requirements = requirementsCandidates(root, reader, pyproject.length > 0);
  return [
    ...pyproject.map((each) => ({ ...each, locks: [...each.locks, ...requirements.ofPyproject] })),
    ...pipfileCandidate(root, reader),
    ...requirements.candidates,
    ...scriptCandidates(root, reader),
  ];
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
  if (document === null) return [];
  const locks = pyprojectLocks(root, document, reader);
  if (!declaresProject(document) && !isBrokenBesideLock(document, root, locks)) return [];
  const [first] = locks;
  return [
    {
      manifest,
      locks,
      namesTool: first !== undefined && toolLocks(document).includes(basename(first)),
    },
  ];
}

/** A lock in its folder says that there is a project, where the manifest itself cannot be read for errors. */
function isBrokenBesideLock(
  { errors }: TomlDocument,
  root: string,
  locks: readonly string[],
): boolean {
  return errors.length > 0 && locks.some((lock) => dirname(lock) === root);
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
  const formats = lockFormatsOf('pyproject');
  const usual = formats.flatMap(({ name }) => name ?? []);
  const others = reader
    .list(root)
    .filter(
      ({ name, kind }) => kind === 'file' && formats.some((each) => each.otherNames?.test(name)),
    )
    .map(({ name }) => name);
  const own = manifest === null ? [] : toolLocks(manifest);
  const workspace = uvWorkspaceOf(root, reader) ?? root;
  const folderOf = (name: string): string =>
    lockFormatOf(name)?.ofWorkspace === true ? workspace : root;
  return [...new Set([...own, ...usual, ...others])]
    .map((name) => ({ folder: folderOf(name), name }))
    .filter(({ folder, name }) => isThere(folder, name, reader))
    .map(({ folder, name }) => join(folder, name));
}

/** By the listing of its folder: a lock is large, and read only by who needs what is in it. */
function isThere(folder: string, name: string, reader: Reader): boolean {
  const entry = reader.list(folder).find((each) => each.name === name);
  if (entry === undefined) return false;
  return !entry.link || reader.load(join(folder, name)).problem?.kind !== 'missing';
}

function toolLocks(manifest: TomlDocument): readonly string[] {
  const tools = new Set(
    manifest.sections.flatMap(({ path }) => (path?.[0] === 'tool' && path[1] ? [path[1]] : [])),
  );
  return lockFormatsOf('pyproject').flatMap(({ tool, name }) =>
    tool !== null && name !== null && tools.has(tool) ? [name] : [],
  );
}

function pipfileCandidate(root: string, reader: Reader): readonly Candidate[] {
  const names = reader.list(root).map(({ name }) => name);
  if (!names.includes(PIPFILE_NAME)) return [];
  const locks = lockFormatsOf('pipfile').flatMap(({ name }) =>
    name !== null && names.includes(name) ? [join(root, name)] : [],
  );
  return [{ manifest: join(root, PIPFILE_NAME), locks, namesTool: true }];
}

const SCRIPT_LOCK = '.lock';
const MAX_SCRIPTS = 64;

/** The scripts that have a lock beside them (PEP 723): others are not looked into, for a folder may hold hundreds. */
function scriptCandidates(root: string, reader: Reader): readonly Candidate[] {
  const names = new Set(
    reader.list(root).flatMap(({ name, kind }) => (kind === 'file' ? [name] : [])),
  );
  return [...names]
    .filter((name) => isScriptName(name) && names.has(`${name}${SCRIPT_LOCK}`))
    .toSorted()
    .slice(0, MAX_SCRIPTS)
    .map((name) => join(root, name))
    .filter((file) => isScript(file, reader))
    .map((manifest) => ({ manifest, locks: [`${manifest}${SCRIPT_LOCK}`], namesTool: true }));
}

/** Whether a Python file says what it depends on; one that cannot be read may. */
export function isScript(file: string, reader: Reader): boolean {
  if (!isScriptName(file)) return false;
  const text = textFileOf(file, reader);
  return text === null ? reader.load(file).problem?.kind !== 'missing' : tomlOf(text) !== null;
}
