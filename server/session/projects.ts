import { dirname, join } from 'node:path/posix';
import { lockFormatOf } from '../locks/formats.ts';
import { groupBy } from '../../overrides-db/group.ts';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import { withProjectFacts } from '../../overrides-db/project-facts.ts';
import type { Manifest } from '../manifests/model.ts';
import type { Candidate, Finding, Project, IndexView, ProjectInput } from '../project/model.ts';
import { namedIncludes } from '../project/inputs/includes.ts';
import { namedFiles } from '../project/inputs/named-files.ts';
import { withReadPackages } from '../inspect/knowledge.ts';
import { joinProject } from '../project/project.ts';
import { wantedFiles } from '../project/inputs/read-input.ts';
import { isRequirements, readLock, readManifest } from '../project/inputs/read.ts';
import { uvWorkspaceFile } from '../project/inputs/uv-settings.ts';
import { withoutIgnored } from '../rules/ignore.ts';
import { findings } from '../rules/run.ts';
import type { SourceText } from '../text.ts';
import type { Boundary } from './boundary.ts';
import type { BuildNotes } from './build-notes.ts';
import { isScriptName, MANIFEST_NAME, roleOf, rootOf } from './file-roles.ts';
import type { FolderCandidates } from './folder-candidates.ts';
import { loadWanted, type LoadLimits } from './load-wanted.ts';
import { missingFiles } from './missing-files.ts';
import { readPackagesOf } from './read-packages.ts';
import { readNixpkgsVersions } from './nixpkgs-versions.ts';
import type { LoadedNixFiles, NixFilesLoader } from './nix-files-loader.ts';
import { fileFinding, settingFindings } from './session-findings.ts';
import { decodeManifestSettings, projectSettings } from './settings/settings.ts';
import { defaultSettings, type SettingValues } from './settings/settings-table.ts';
import { textFileOf } from './text-file-of.ts';
import type { UserReadings } from './user-readings.ts';
import { DependencyRecorder } from './dependency-recorder.ts';
import type { Texts } from './texts.ts';
import { uvConfigurationOf } from './uv-configuration.ts';
import { uvMembersBelow } from './uv-workspace.ts';

/** One project as its files stand, with what could not be read of it. Immutable. */
export interface LoadedProject {
  /** The folder. */
  readonly root: string;
  /** Absolute path of its manifest: a folder may hold several, each of a project of its own. */
  readonly manifest: string;
  /** Null where the manifest cannot be read. */
  readonly project: Project | null;
  readonly settings: SettingValues;
  /** The texts that it is made of, by absolute path. */
  readonly sources: ReadonlyMap<string, SourceText>;
  /** What may be read and written for it. */
  readonly boundary: Boundary;
  /** What could not be read: files, settings. */
  readonly problems: readonly Finding[];
  /** The files that make it heavy: that take longer to read and judge than others may wait. Mostly none. */
  readonly heavyFiles: ReadonlySet<string>;
  /** Whether a file is one of its own: those that it is made of, and heavy ones that were left. */
  has(file: string): boolean;
  /** What is to be told about all its files, `problems` first, ignore comments applied; made when first asked. */
  findings(): readonly Finding[];
  /** The findings of one file. */
  findingsIn(file: string): readonly Finding[];
  /** Whether its files are still what they were. */
  isCurrent(): boolean;
  /** Every path whose change may change the project. */
  paths(): readonly string[];
}

/** What projects are made with, beside their files. */
export interface LoadContext {
  readonly texts: Texts;
  readonly knowledge: KnowledgeBase;
  /** What the client has set. */
  readonly clientSettings: Partial<SettingValues>;
  /** What wins over the client's and the project's own settings. */
  readonly forcedSettings: Partial<SettingValues>;
  /** Public ids of the diagnostics that there are. */
  readonly codes: ReadonlySet<string>;
  /** The workspace folder that `root` is in: Nix files above it are not looked for. Null if there is none. */
  readonly workspaceFolderOf: (root: string) => string | null;
  /** What may be read and written for a project in `root`. */
  readonly boundaryOf: (root: string) => Boundary;
  readonly nixFilesLoader: NixFilesLoader;
  readonly candidates: FolderCandidates;
  /** What logs said of builds. */
  readonly buildNotes: BuildNotes;
  /** What this user has had read in packages. */
  readonly readings: UserReadings;
  /** What indexes say of what is locked, by manifest. */
  readonly indexViews: ReadonlyMap<string, IndexView>;
}

/** How far files are followed that a project wants beside its manifest and its locks. */
const LIMITS: LoadLimits = { files: 1000, rounds: 8 };

/** Reads and joins the project of a manifest. */
export function loadProject(manifestFile: string, context: LoadContext): LoadedProject {
  const root = rootOf(manifestFile);
  const boundary = context.boundaryOf(root);
  const recorder = new DependencyRecorder(context.texts, boundary);
  const own = context.candidates.in(root);
  const nix = context.nixFilesLoader.around(root, context.workspaceFolderOf(root));
  recorder.weighToo(context.candidates.weights(root));
  recorder.weighToo(nix.weights);
  const parts = {
    root,
    manifest: manifestFile,
    boundary,
    recorder,
    candidates: { all: context.candidates, own },
  };
  const lockFiles = own.find((each) => each.manifest === manifestFile)?.locks ?? [];
  if (context.texts.leavesHeavyFiles) {
    const files = [manifestFile, join(root, MANIFEST_NAME), ...lockFiles];
    const { sources } = sourcesOf(files, recorder);
    if (recorder.heavyFiles.size > 0)
      return new ReadProject({ ...parts, nix, ...left([...nix.sources, ...sources]) });
  }
  const manifest = textFileOf(manifestFile, recorder);
  if (manifest === null)
    return new ReadProject({ ...parts, nix, ...unreadable(manifestFile, recorder) });
  const set = manifestSettings(root, recorder, context.codes);
  const settings: SettingValues = {
    ...defaultSettings,
    ...context.clientSettings,
    ...set.values,
    ...context.forcedSettings,
  };
  const uvLock = lockFiles.find((file) => lockFormatOf(file)?.installer === 'uv');
  const ownsUvLock =
    uvLock !== undefined && dirname(uvLock) === root && !isScriptName(manifestFile);
  const locks = lockFiles
    .map((file) => (file === manifestFile ? manifest : textFileOf(file, recorder)))
    .filter((file) => file !== null);
  const readBefore = readPackagesOf(
    locks.flatMap((file) => readLock(file, readManifest(manifest)) ?? []),
    recorder,
    context.readings,
  );
  const nixpkgs = readNixpkgsVersions(settings.nixpkgsVersions, root, recorder);
  const input = withWantedFiles(
    {
      root,
      manifest,
      locks,
      candidates: lockFiles.length === 0 ? withScript(own, manifestFile) : own,
      nixFiles: nix.nixFiles,
      pinFiles: nix.pinFiles,
      files: new Map(),
      uvConfiguration:
        uvLock === undefined
          ? null
          : uvConfigurationOf(dirname(uvLock), recorder, isScriptName(manifestFile)),
      uvMembers: ownsUvLock ? uvMembersBelow(root, recorder) : null,
      missingFiles: missingFiles(pathsIn(root, readManifest(manifest)), recorder),
      nixpkgsVersions: nixpkgs.versions,
      settings: projectSettings(settings),
      knowledge: withProjectFacts(withReadPackages(context.knowledge, readBefore.packages), [
        ...settings.packages.values(),
      ]),
    },
    recorder,
  );
  const failedBuilds = context.buildNotes.of(manifestFile, input);
  const index = context.indexViews.get(manifestFile);
  const workspace = uvWorkspaceFile(input);
  const needed = [manifestFile, ...lockFiles, ...(workspace === null ? [] : [workspace])];
  const read = sourcesOf([...needed, ...input.files.keys()], recorder);
  // What another session judges is not joined here.
  const isLeft = context.texts.leavesHeavyFiles && recorder.heavyFiles.size > 0;
  return new ReadProject({
    ...parts,
    project: isLeft
      ? null
      : joinProject({
          ...input,
          ...(failedBuilds.length === 0 ? {} : { failedBuilds }),
          ...(index === undefined ? {} : { index }),
        }),
    settings,
    nix,
    sources: new Map([...nix.sources, ...set.sources, ...readBefore.sources, ...read.sources]),
    problems: [
      ...set.problems,
      ...nixpkgs.problems,
      ...readBefore.problems,
      ...read.problems,
      ...nix.problems,
    ],
  });
}

/**
 * What there is of a project that another session judges, which is known before any of it is read: a key in its
 * manifest costs this session next to nothing.
 */
function left(
  sources: Iterable<readonly [string, SourceText]>,
): Pick<Parts, 'project' | 'settings' | 'sources' | 'problems'> {
  return { project: null, settings: defaultSettings, sources: new Map(sources), problems: [] };
}

/** A script that has no lock is no candidate of its folder, and its own project all the same. */
function withScript(candidates: readonly Candidate[], manifest: string): readonly Candidate[] {
  const isOther =
    !isScriptName(manifest) || candidates.some((candidate) => candidate.manifest === manifest);
  return isOther ? candidates : [...candidates, { manifest, locks: [], namesTool: true }];
}

/** What there is of a project whose manifest cannot be read. */
function unreadable(
  file: string,
  recorder: DependencyRecorder,
): Pick<Parts, 'project' | 'settings' | 'sources' | 'problems'> {
  const { problems } = sourcesOf([file], recorder);
  return { project: null, settings: defaultSettings, sources: new Map(), problems };
}

/** With the files that the project wants. */
function withWantedFiles(input: ProjectInput, recorder: DependencyRecorder): ProjectInput {
  const files = loadWanted(
    input.files,
    (there) => wantedFiles({ ...input, files: there }),
    (file) => textFileOf(file, recorder),
    LIMITS,
  );
  return { ...input, files };
}

/** The texts of files, each once, and what could not be read of them. */
function sourcesOf(
  files: readonly string[],
  recorder: DependencyRecorder,
): Pick<Parts, 'sources' | 'problems'> {
  const sources = new Map<string, SourceText>();
  const problems: Finding[] = [];
  for (const file of new Set(files)) {
    const { source, problem } = recorder.load(file);
    if (source !== null) sources.set(file, source);
    else if (problem !== null) problems.push(fileFinding(file, problem));
  }
  return { sources, problems };
}

/** The files that a manifest says are there. */
function pathsIn(root: string, manifest: Manifest): readonly string[] {
  const included = isRequirements(manifest) ? namedIncludes(manifest) : [];
  return [...namedFiles(root, manifest), ...included].map(({ path }) => path);
}

/** The settings of the `pyproject.toml` of the folder, whatever the project's own manifest is. */
function manifestSettings(
  root: string,
  recorder: DependencyRecorder,
  codes: ReadonlySet<string>,
): {
  readonly values: Partial<SettingValues>;
  readonly problems: readonly Finding[];
  readonly sources: ReadonlyMap<string, SourceText>;
} {
  const file = join(root, MANIFEST_NAME);
  const loaded = recorder.load(file);
  const document = loaded.toml();
  if (document === null || loaded.source === null)
    return { values: {}, problems: [], sources: new Map() };
  const { values, problems } = decodeManifestSettings(document, codes);
  const hasAny = problems.length > 0 || Object.keys(values).length > 0;
  return {
    values,
    problems: settingFindings(file, problems),
    sources: new Map(hasAny ? [[file, loaded.source]] : []),
  };
}

interface Parts extends Pick<
  LoadedProject,
  'root' | 'manifest' | 'project' | 'settings' | 'sources' | 'problems' | 'boundary'
> {
  readonly recorder: DependencyRecorder;
  readonly nix: LoadedNixFiles;
  /** The candidates that it was joined with, and where to see whether they still are. */
  readonly candidates: {
    readonly all: FolderCandidates;
    readonly own: readonly Candidate[];
  };
}

class ReadProject implements LoadedProject {
  readonly root: string;
  readonly manifest: string;
  readonly project: Project | null;
  readonly settings: SettingValues;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly problems: readonly Finding[];
  readonly boundary: Boundary;
  readonly heavyFiles: ReadonlySet<string>;
  readonly #nix: LoadedNixFiles;
  readonly #recorder: DependencyRecorder;
  readonly #candidates: Parts['candidates'];
  #findings: readonly Finding[] | null = null;
  #byFile: ReadonlyMap<string, readonly Finding[]> | null = null;

  constructor(parts: Parts) {
    const { root, manifest, project, settings, sources, problems, recorder, nix, candidates } =
      parts;
    this.boundary = parts.boundary;
    this.root = root;
    this.manifest = manifest;
    this.project = project;
    this.settings = settings;
    this.sources = sources;
    this.problems = problems;
    this.#nix = nix;
    this.#recorder = recorder;
    this.#candidates = candidates;
    this.heavyFiles = new Set([
      ...recorder.heavyFiles,
      ...nix.heavyFiles,
      ...candidates.all.heavyFiles(root),
    ]);
  }

  has(file: string): boolean {
    return this.sources.has(file) || this.heavyFiles.has(file);
  }

  findings(): readonly Finding[] {
    this.#findings ??= [
      ...this.problems,
      ...withoutIgnored(this.#ruleFindings(), (file) => this.sources.get(file) ?? null),
    ];
    return this.#findings;
  }

  findingsIn(file: string): readonly Finding[] {
    this.#byFile ??= groupBy(this.findings(), (finding) => finding.file);
    return this.#byFile.get(file) ?? [];
  }

  isCurrent(): boolean {
    const { all, own } = this.#candidates;
    return this.#recorder.isCurrent() && this.#nix.isCurrent() && all.in(this.root) === own;
  }

  paths(): readonly string[] {
    return [
      ...this.#recorder.paths(),
      ...this.#nix.paths(),
      ...this.#candidates.all.paths(this.root),
    ];
  }

  #ruleFindings(): readonly Finding[] {
    if (this.project === null) return [];
    // A lock that is there and cannot be read is not missing.
    const isLockUnreadable = this.problems.some(({ file }) => roleOf(file) === 'lock');
    const found = findings(this.project);
    return isLockUnreadable ? found.filter(({ code }) => code !== 'lock-missing') : found;
  }
}
