import { lockFormatOf } from '../../locks/formats.ts';
import { requirementsLock } from '../../locks/requirements.ts';
import type { Lock } from '../../locks/model.ts';
import type { Manifest } from '../../manifests/model.ts';
import { readPipfile } from '../../manifests/pipfile.ts';
import { readPyproject } from '../../manifests/pyproject.ts';
import { readRequirements } from '../../manifests/requirements/requirements.ts';
import { readScript } from '../../manifests/script.ts';
import type { RequirementsManifest } from '../../manifests/requirements/requirements.ts';
import type { NixAnalysis, Pins, TargetUse } from '../../nix/api.ts';
import { besideFetched, FilesAnalysis, readPins } from '../../nix/api.ts';
import { parseToml } from '../../toml/parse.ts';
import { joinIncludes, type JoinedRequirements } from './includes.ts';
import { manifestKindOf } from './kinds.ts';
import type { ProjectInput, TextFile } from '../model.ts';
import { baseName, tomlOf } from './text-file.ts';
import { memoize, memoized, SingleEntryCache, memoryByObject } from '../../memoize.ts';

/** The Nix files' side of one project. */
export interface NixSide {
  readonly uses: readonly TargetUse[];
  readonly wants: readonly string[];
  readonly wantedFolders: readonly string[];
  readonly pins: Pins;
  /** What all the Nix files say, of this project and of others, with the syntax that it was read from. */
  readonly analysis: NixAnalysis;
}

/**
 * By a file's text: a TOML document or a source text, which stay the same objects while the text does.
 * Bench: `didChange`.
 */
const manifests = memoryByObject<TextFile['document'], Manifest>();

/** Read once for each document: typing in one file does not read the others again. What it includes is not in it. */
export function readManifest(source: TextFile): Manifest {
  return memoize(manifests, source.document, () => {
    switch (manifestKindOf(source.file)) {
      case 'pyproject':
        return readPyproject(source.file, tomlOf(source) ?? parseToml(source.document.text));
      case 'pipfile':
        return readPipfile(source.file, tomlOf(source) ?? parseToml(source.document.text));
      case 'script':
        return readScript(source.file, tomlOf(source) ?? parseToml(''));
      case 'requirements':
        return readRequirements(source.file, source.document.text);
    }
  });
}

/** The manifest with what it includes, as far as that is loaded. */
export function readWhole({ manifest: source, files }: ProjectInput): Manifest {
  const manifest = readManifest(source);
  return isRequirements(manifest) ? wholeRequirements(manifest, files) : manifest;
}

function wholeRequirements(
  manifest: RequirementsManifest,
  files: ProjectInput['files'],
): JoinedRequirements {
  const texts = [...files.values()].map(({ document }) => document);
  return lastWholeOf(manifest).get(texts, () =>
    joinIncludes(manifest, (file) => {
      const included = files.get(file);
      const read = included === undefined ? null : readManifest(included);
      return read !== null && isRequirements(read) ? read : null;
    }),
  );
}

/** Bench: `didChange`, in a file that includes others. */
const lastWholeOf = memoized(
  (_manifest: RequirementsManifest) => new SingleEntryCache<JoinedRequirements>(),
);

/** Whether a manifest is a requirements file. */
export function isRequirements(manifest: Manifest): manifest is RequirementsManifest {
  return manifest.kind === 'requirements' && 'includes' in manifest;
}

/** Whether it is one that was joined with what it includes. */
export function isJoined(manifest: Manifest): manifest is JoinedRequirements {
  return isRequirements(manifest) && 'constraints' in manifest;
}

/**
 * The lock of a manifest; null where its name says of no format that it is one. A requirements file
 * may be its own: then its pins are the lock, with those that it includes.
 */
export function readLock(source: TextFile, manifest: Manifest): Lock | null {
  if (source.file === manifest.file && isJoined(manifest)) return ownLock(manifest);
  return memoize(locks, source.document, () => readLockFile(source));
}

/** Bench: `didChange`, beside a requirements file. */
const ownLock = memoized((manifest: JoinedRequirements): Lock => requirementsLock(manifest));

/** By a file's text, as manifests are. Bench: every row. */
const locks = memoryByObject<TextFile['document'], Lock | null>();

function readLockFile(source: TextFile): Lock | null {
  const { file, document } = source;
  const { text } = document;
  const format = lockFormatOf(file);
  return format?.read(file, { text, toml: () => tomlOf(source) ?? parseToml(text) }) ?? null;
}

/**
 * The uses of this project: those whose `projectDir` is known to be its root, of the target that
 * the user has set, if one is set.
 */
export function readNixSide({
  nixFiles,
  pinFiles,
  root,
  settings,
}: Pick<ProjectInput, 'nixFiles' | 'pinFiles' | 'root' | 'settings'>): NixSide {
  // Projects of one repository mostly have the same files around them, which are read once for all.
  const { ofFiles, byRoot } = analysisOf(nixFiles);
  // Held by its project alone: of a repository of hundreds not all are wanted at a time.
  const known = byRoot.get(root)?.deref();
  const analysis = known ?? ofFiles.of(root);
  if (known === undefined) byRoot.set(root, new WeakRef(analysis));
  return lastSideOf(analysis).get([pinFiles, settings.target], () => {
    const uses = analysis.uses
      .map(({ use }) => use)
      .filter(
        ({ projectDir, target }) =>
          projectDir.known &&
          projectDir.value === root &&
          (settings.target === null || settings.target === target),
      )
      .map((use) => withModules(use, pinFiles));
    const pins = besideFetched(pinsFor(uses, pinFiles), nixFiles);
    const { wants, wantedFolders } = analysis;
    return { uses, wants, wantedFolders, pins, analysis };
  });
}

/** A shell of devenv is not read whole where its `devenv.yaml` imports further modules. */
function withModules(use: TargetUse, pinFiles: ProjectInput['pinFiles']): TargetUse {
  const { shell, overrides } = use;
  const text = shell?.modulesIn === undefined ? undefined : pinFiles.get(shell.modulesIn);
  if (shell === undefined || text === undefined || !/^imports:/m.test(text)) return use;
  const why = 'devenv.yaml imports further modules';
  return {
    ...use,
    shell: { ...shell, complete: false },
    overrides: { ...overrides, understood: false, why },
  };
}

/** Bench: `didChange`, and `check` of 177 projects most of all. */
const analysisOf = memoized((nixFiles: ProjectInput['nixFiles']) => ({
  ofFiles: new FilesAnalysis(nixFiles, [...nixFiles.keys()]),
  byRoot: new Map<string, WeakRef<NixAnalysis>>(),
}));

/** Bench: `didChange`. */
const lastSideOf = memoized((_analysis: NixAnalysis) => new SingleEntryCache<NixSide>());

/** The pins of what builds the project: devenv evaluates its module with those of `devenv.lock`, and nothing else does. */
function pinsFor(uses: readonly TargetUse[], pinFiles: ProjectInput['pinFiles']): Pins {
  const { ofDevenv, ofOthers } = pinsIn(pinFiles);
  const areOfDevenv = uses.length > 0 && uses.every(({ file }) => baseName(file) === 'devenv.nix');
  return areOfDevenv ? ofDevenv : ofOthers;
}

/** For all projects around the same files. Bench: `check` of 177 projects. */
const pinsIn = memoized((pinFiles: ProjectInput['pinFiles']) => {
  const some = (areOfDevenv: boolean): ReadonlyMap<string, string> =>
    new Map([...pinFiles].filter(([file]) => (baseName(file) === 'devenv.lock') === areOfDevenv));
  return { ofDevenv: readPins(some(true)), ofOthers: readPins(some(false)) };
});
