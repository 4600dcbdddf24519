import { join } from 'node:path';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import { withProjectFacts } from '../../overrides-db/project-facts.ts';
import type { Finding, Project, ProjectInput } from '../project/model.ts';
import { namedFiles } from '../project/named-files.ts';
import { joinProject } from '../project/project.ts';
import { readManifest } from '../project/read.ts';
import { withoutIgnored } from '../rules/ignore.ts';
import { findings } from '../rules/run.ts';
import { lockFileOf, MANIFEST_NAME, nixSurroundings, roleOf } from './discovery.ts';
import type { SourceText } from '../text.ts';
import { missingFiles } from './missing-files.ts';
import { fileFinding, settingFindings } from './session-findings.ts';
import { decodeManifestSettings, defaultSettings, projectSettings } from './settings.ts';
import type { SettingValues } from './settings-table.ts';
import { Look, type Texts } from './texts.ts';

/** One project as its files stand, with what could not be read of it. Immutable. */
export interface LoadedProject {
  readonly root: string;
  /** Null where the manifest cannot be read. */
  readonly project: Project | null;
  readonly settings: SettingValues;
  /** The texts that it is made of, by absolute path. */
  readonly sources: ReadonlyMap<string, SourceText>;
  /** What could not be read: files, settings. */
  readonly problems: readonly Finding[];
  /** What is to be told about all its files, `problems` first, ignore comments applied; made when first asked. */
  findings(): readonly Finding[];
  /** Whether its files are still what they were. */
  isCurrent(): boolean;
  /** Every path whose change may change the project. */
  paths(): readonly string[];
}

/** What projects are made with, beside their files. */
export interface Surroundings {
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
}

/** How often files that a Nix file asks for are loaded and the project joined again. */
const MAX_ROUNDS = 8;
const MAX_NIX_FILES = 256;

/** What the Nix side of a project was made of. */
interface NixSide {
  readonly look: Look;
  readonly nixFiles: ReadonlyMap<string, string>;
  readonly pinFiles: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly problems: readonly Finding[];
}

/** Reads and joins the project at `root`. `previous` is the same project before a change: what did not change is taken over. */
export function loadProject(
  root: string,
  previous: LoadedProject | null,
  surroundings: Surroundings,
): LoadedProject {
  const look = new Look(surroundings.texts);
  const manifestFile = join(root, MANIFEST_NAME);
  const manifest = look.load(manifestFile);
  const document = manifest.toml();
  if (document === null || manifest.source === null) {
    const problems = manifest.problem === null ? [] : [fileFinding(manifestFile, manifest.problem)];
    return new ReadProject({
      root,
      project: null,
      settings: defaultSettings,
      sources: new Map(),
      problems,
      look,
      nix: null,
    });
  }
  const own = decodeManifestSettings(document, surroundings.codes);
  const settings = {
    ...defaultSettings,
    ...surroundings.clientSettings,
    ...own.values,
    ...surroundings.forcedSettings,
  };
  const lockFile = lockFileOf(root, document, look);
  const lock = lockFile === null ? null : look.load(lockFile);
  const lockDocument = lock?.toml() ?? null;
  const input = {
    root,
    manifest: { file: manifestFile, document },
    lock:
      lockFile === null || lockDocument === null
        ? null
        : { file: lockFile, document: lockDocument },
    missingFiles: missingFiles(
      namedFiles(root, readManifest({ file: manifestFile, document })).map(({ path }) => path),
      look,
    ),
    settings: projectSettings(settings),
    knowledge: withProjectFacts(surroundings.knowledge, [...settings.packages.values()]),
  };
  const before = previous instanceof ReadProject ? previous.nix : null;
  const { project, nix } = before?.look.isCurrent()
    ? { project: joinProject({ ...input, ...textsOf(before) }), nix: before }
    : joinWithNix(input, surroundings);
  const sources = new Map([...nix.sources, [manifestFile, manifest.source]]);
  if (lockFile !== null && lock?.source) sources.set(lockFile, lock.source);
  const problems = [
    ...settingFindings(manifestFile, own.problems),
    ...(lockFile !== null && lock?.problem ? [fileFinding(lockFile, lock.problem)] : []),
    ...nix.problems,
  ];
  return new ReadProject({ root, project, settings, sources, problems, look, nix });
}

/** Joins with the Nix files around, then again with those that they import, until none is missing. */
function joinWithNix(
  input: Omit<ProjectInput, 'nixFiles' | 'pinFiles'>,
  { texts, workspaceFolderOf }: Surroundings,
): { readonly project: Project; readonly nix: NixSide } {
  const look = new Look(texts);
  const around = nixSurroundings(input.root, workspaceFolderOf(input.root), look);
  const problems: Finding[] = [];
  const sources = new Map<string, SourceText>();
  const asked = new Set<string>();
  const add = (file: string): void => {
    asked.add(file);
    const { source, problem } = look.load(file);
    if (source !== null) sources.set(file, source);
    else if (problem !== null && problem.kind !== 'missing')
      problems.push(fileFinding(file, problem));
  };
  around.nixFiles.forEach(add);
  const pinFiles = new Map(
    around.pinFiles.map((file) => [file, look.load(file).source?.text ?? '']),
  );

  let nixFiles = textsByFile(sources);
  let project = joinProject({ ...input, nixFiles, pinFiles });
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const wanted = project.wants.filter((file) => !asked.has(file));
    wanted.slice(0, MAX_NIX_FILES - asked.size).forEach(add);
    if (sources.size === nixFiles.size) break;
    nixFiles = textsByFile(sources);
    project = joinProject({ ...input, nixFiles, pinFiles });
  }
  return { project, nix: { look, nixFiles, pinFiles, sources, problems } };
}

/** A new map each time: what has been read from a map of texts is remembered by the map. */
function textsByFile(sources: ReadonlyMap<string, SourceText>): ReadonlyMap<string, string> {
  return new Map([...sources].map(([file, { text }]) => [file, text]));
}

function textsOf({ nixFiles, pinFiles }: NixSide): Pick<ProjectInput, 'nixFiles' | 'pinFiles'> {
  return { nixFiles, pinFiles };
}

interface Parts extends Pick<
  LoadedProject,
  'root' | 'project' | 'settings' | 'sources' | 'problems'
> {
  readonly look: Look;
  readonly nix: NixSide | null;
}

class ReadProject implements LoadedProject {
  readonly root: string;
  readonly project: Project | null;
  readonly settings: SettingValues;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly problems: readonly Finding[];
  readonly nix: NixSide | null;
  readonly #look: Look;
  #findings: readonly Finding[] | null = null;

  constructor({ root, project, settings, sources, problems, look, nix }: Parts) {
    this.root = root;
    this.project = project;
    this.settings = settings;
    this.sources = sources;
    this.problems = problems;
    this.nix = nix;
    this.#look = look;
  }

  findings(): readonly Finding[] {
    this.#findings ??= [
      ...this.problems,
      ...withoutIgnored(this.#ruleFindings(), (file) => this.sources.get(file) ?? null),
    ];
    return this.#findings;
  }

  isCurrent(): boolean {
    return this.#look.isCurrent() && (this.nix?.look.isCurrent() ?? true);
  }

  paths(): readonly string[] {
    return [...this.#look.paths(), ...(this.nix?.look.paths() ?? [])];
  }

  #ruleFindings(): readonly Finding[] {
    if (this.project === null) return [];
    // A lock that is there and cannot be read is not missing.
    const isLockUnreadable = this.problems.some(({ file }) => roleOf(file) === 'lock');
    const found = findings(this.project);
    return isLockUnreadable ? found.filter(({ code }) => code !== 'lock-missing') : found;
  }
}
