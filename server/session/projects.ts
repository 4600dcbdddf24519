import { dirname, join } from 'node:path';
import { lockFormatOf } from '../locks/formats.ts';
import { groupBy } from '../../overrides-db/group.ts';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import { withProjectFacts } from '../../overrides-db/project-facts.ts';
import type { Manifest } from '../manifests/model.ts';
import type { Candidate, Finding, Project, ProjectInput, TextFile } from '../project/model.ts';
import { namedIncludes } from '../project/inputs/includes.ts';
import { namedFiles } from '../project/inputs/named-files.ts';
import { joinProject } from '../project/project.ts';
import { isRequirements, readManifest } from '../project/inputs/read.ts';
import { withoutIgnored } from '../rules/ignore.ts';
import { findings } from '../rules/run.ts';
import type { SourceText } from '../text.ts';
import type { Boundary } from './boundary.ts';
import { MANIFEST_NAME, roleOf, rootOf } from './file-roles.ts';
import type { FolderCandidates } from './folder-candidates.ts';
import { missingFiles } from './missing-files.ts';
import { foldersUpTo } from './reader.ts';
import { readNixpkgsVersions } from './nixpkgs-versions.ts';
import type { NixSide, NixSides } from './nix-side.ts';
import { fileFinding, settingFindings } from './session-findings.ts';
import { decodeManifestSettings, defaultSettings, projectSettings } from './settings/settings.ts';
import type { SettingValues } from './settings/settings-table.ts';
import { textFileOf } from './text-file-of.ts';
import { DependencyRecorder, type Texts } from './texts.ts';
import { uvConfigurationOf } from './uv-configuration.ts';

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
  /** What is to be told about all its files, `problems` first, ignore comments applied; made when first asked. */
  findings(): readonly Finding[];
  /** Those of one file. */
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
  readonly nixSides: NixSides;
  readonly candidates: FolderCandidates;
}

/** How often files that requirements files include are loaded and the project joined again. */
const MAX_ROUNDS = 8;
const MAX_INCLUDED_FILES = 64;

/** Reads and joins the project of a manifest. */
export function loadProject(manifestFile: string, surroundings: LoadContext): LoadedProject {
  const { texts, knowledge, codes, clientSettings, forcedSettings } = surroundings;
  const look = new DependencyRecorder(texts);
  const root = rootOf(manifestFile);
  const boundary = surroundings.boundaryOf(root);
  const manifest = textFileOf(manifestFile, look);
  if (manifest === null) {
    const { problem } = look.load(manifestFile);
    const problems = problem === null ? [] : [fileFinding(manifestFile, problem)];
    const settings = defaultSettings;
    const nothing = { project: null, settings, sources: new Map(), problems, look, nix: null };
    const candidates = { all: surroundings.candidates, own: surroundings.candidates.in(root) };
    return new ReadProject({ root, manifest: manifestFile, boundary, ...nothing, candidates });
  }
  const own = ownSettings(root, look, codes);
  const settings = { ...defaultSettings, ...clientSettings, ...own.values, ...forcedSettings };
  const candidates = surroundings.candidates.in(root);
  const lockFiles = candidates.find((each) => each.manifest === manifestFile)?.locks ?? [];
  const [lock, ...otherLocks] = lockFiles
    .map((file) => (file === manifestFile ? manifest : textFileOf(file, look)))
    .filter((file) => file !== null);
  const uvLock = lockFiles.find((file) => lockFormatOf(file)?.kind === 'uv');
  const uvWorkspace = uvWorkspaceFile(root, uvLock, look);
  const uvConfiguration =
    uvLock === undefined ? undefined : uvConfigurationOf(dirname(uvLock), look);
  const nix = surroundings.nixSides.around(root, surroundings.workspaceFolderOf(root));
  const { versions, problems: listProblems } = readNixpkgsVersions(
    settings.nixpkgsVersions,
    root,
    look,
  );
  const input = {
    root,
    manifest,
    lock: lock ?? null,
    otherLocks,
    candidates,
    nixFiles: nix.nixFiles,
    pinFiles: nix.pinFiles,
    uvWorkspace,
    ...(uvConfiguration === undefined ? {} : { uvConfiguration }),
    missingFiles: missingFiles(pathsIn(root, readManifest(manifest)), look),
    ...(versions === null ? {} : { nixpkgsVersions: versions }),
    settings: projectSettings(settings),
    knowledge: withProjectFacts(knowledge, [...settings.packages.values()]),
  };
  const limit = surroundings.workspaceFolderOf(root);
  const project = withUvMembers(joinWithIncludes(input, look, limit), look, limit);
  const files = [
    manifestFile,
    ...lockFiles,
    ...(uvWorkspace === null ? [] : [uvWorkspace.file]),
    ...(project.input.included?.keys() ?? []),
    ...(project.input.uvMembers ?? []).map(({ file }) => file),
  ];
  const sources = new Map([...nix.sources, ...own.sources]);
  const problems = [...own.problems, ...listProblems];
  for (const file of new Set(files)) {
    const { source, problem } = look.load(file);
    if (source !== null) sources.set(file, source);
    else if (problem !== null) problems.push(fileFinding(file, problem));
  }
  problems.push(...nix.problems);
  return new ReadProject({
    root,
    manifest: manifestFile,
    project,
    settings,
    sources,
    problems,
    boundary,
    look,
    nix,
    candidates: { all: surroundings.candidates, own: candidates },
  });
}

/** The files that a manifest says are there. */
function pathsIn(root: string, manifest: Manifest): readonly string[] {
  const included = isRequirements(manifest) ? namedIncludes(manifest) : [];
  return [...namedFiles(root, manifest), ...included].map(({ path }) => path);
}

/** The manifest beside the uv.lock of a member of a workspace. */
function uvWorkspaceFile(
  root: string,
  uvLock: string | undefined,
  look: DependencyRecorder,
): TextFile | null {
  const folder = uvLock === undefined ? root : dirname(uvLock);
  return folder === root ? null : textFileOf(join(folder, MANIFEST_NAME), look);
}

/** The settings of the `pyproject.toml` of the folder, whatever the project's own manifest is. */
function ownSettings(
  root: string,
  look: DependencyRecorder,
  codes: ReadonlySet<string>,
): {
  readonly values: Partial<SettingValues>;
  readonly problems: readonly Finding[];
  readonly sources: ReadonlyMap<string, SourceText>;
} {
  const file = join(root, MANIFEST_NAME);
  const loaded = look.load(file);
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

/**
 * Joins, then again with the files that are included, until none is missing. What is outside of the
 * workspace folder or the checkout is not read, whatever a file that was fetched with it names.
 */
function joinWithIncludes(
  input: ProjectInput,
  look: DependencyRecorder,
  limit: string | null,
): Project {
  let project = joinProject(input);
  const outermost = foldersUpTo(input.root, limit, look).at(-1) ?? input.root;
  const included = new Map<string, SourceText>();
  const asked = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const wanted = project.wantedIncludes.filter(
      (file) => !asked.has(file) && isBelow(file, outermost),
    );
    const before = included.size;
    for (const file of wanted.slice(0, MAX_INCLUDED_FILES - asked.size)) {
      asked.add(file);
      const { source } = look.load(file);
      if (source !== null) included.set(file, source);
    }
    if (included.size === before) break;
    project = joinProject({ ...input, included: new Map(included) });
  }
  return project;
}

/** Joined again with the manifests of the workspace's other members, where they count. */
function withUvMembers(project: Project, look: DependencyRecorder, limit: string | null): Project {
  const { input, wantedMembers } = project;
  if (wantedMembers.length === 0) return project;
  const outermost = foldersUpTo(input.root, limit, look).at(-1) ?? input.root;
  const uvMembers = wantedMembers
    .filter((file) => isBelow(file, outermost))
    .flatMap((file) => textFileOf(file, look) ?? []);
  return joinProject({ ...input, uvMembers });
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

interface Parts extends Pick<
  LoadedProject,
  'root' | 'manifest' | 'project' | 'settings' | 'sources' | 'problems' | 'boundary'
> {
  readonly look: DependencyRecorder;
  readonly nix: NixSide | null;
  /** Those that it was joined with, and where to see whether they still are. */
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
  readonly #nix: NixSide | null;
  readonly #look: DependencyRecorder;
  readonly #candidates: Parts['candidates'];
  #findings: readonly Finding[] | null = null;
  #byFile: ReadonlyMap<string, readonly Finding[]> | null = null;

  constructor(parts: Parts) {
    const { root, manifest, project, settings, sources, problems, look, nix, candidates } = parts;
    this.boundary = parts.boundary;
    this.root = root;
    this.manifest = manifest;
    this.project = project;
    this.settings = settings;
    this.sources = sources;
    this.problems = problems;
    this.#nix = nix;
    this.#look = look;
    this.#candidates = candidates;
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
    return this.#look.isCurrent() && (this.#nix?.isCurrent() ?? true) && all.in(this.root) === own;
  }

  paths(): readonly string[] {
    return [
      ...this.#look.paths(),
      ...(this.#nix?.paths() ?? []),
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
