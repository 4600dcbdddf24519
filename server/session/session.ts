import { dirname } from 'node:path';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { Snapshot } from '../features/model.ts';
import type { Finding } from '../project/model.ts';
import { rules } from '../rules/registry.ts';
import { Buffers, type Buffer, type BufferChange } from './buffers.ts';
import {
  isProjectRoot,
  projectRootOf,
  projectRootsBelow,
  projectScanBelow,
  roleOf,
} from './discovery.ts';
import type { FileSystem } from './file-system.ts';
import { loadProject, type LoadedProject } from './projects.ts';
import { sessionCodes } from './session-findings.ts';
import { decodeClientSettings, type LocatedProblem } from './settings.ts';
import { settingsTable, type SettingValues } from './settings-table.ts';
import { Texts } from './texts.ts';

const SETTINGS_WORDS: Snapshot['settings'] = {
  keys: Object.values(settingsTable).map(({ key, summary }) => [key, summary]),
  codes: [
    ...rules.map(({ id, summary }) => [id, summary] as const),
    ...Object.entries(sessionCodes),
  ],
};

const MAX_SCANNED_FOLDERS = 20_000;

/** Bounds of the look below a Nix file: it happens while its user waits. */
const MAX_FOLDERS_BELOW_NIX = 500;
const MAX_PROJECTS_BELOW_NIX = 40;

/**
 * All that changes while the program runs: open documents, files read, settings. Reads files when a
 * project is first needed and when something is known to have changed; between two changes, every
 * answer comes from memory.
 */
export class Session {
  readonly #buffers = new Buffers();
  readonly #texts: Texts;
  readonly #knowledge: KnowledgeBase;
  readonly #projects = new Map<string, LoadedProject>();
  readonly #codes: ReadonlySet<string>;
  /** Nix files that stand above their projects → the projects. */
  readonly #below = new Map<string, readonly string[]>();
  #folders: readonly string[] = [];
  #initializationOptions: Partial<SettingValues> = {};
  #configuration: Partial<SettingValues> = {};
  #forcedSettings: Partial<SettingValues> = {};

  constructor(fileSystem: FileSystem, knowledge: KnowledgeBase) {
    this.#texts = new Texts(fileSystem, this.#buffers);
    this.#knowledge = knowledge;
    this.#codes = new Set([...rules.map(({ id }) => id), ...Object.keys(sessionCodes)]);
  }

  open(file: string, version: number, text: string): void {
    this.#buffers.open(file, version, text);
    this.#texts.forgetListing(dirname(file));
  }

  change(file: string, version: number, changes: Iterable<BufferChange>): void {
    this.#buffers.change(file, version, changes);
  }

  close(file: string): void {
    this.#buffers.close(file);
    this.#texts.forgetListing(dirname(file));
  }

  buffer(file: string): Buffer | null {
    return this.#buffers.get(file);
  }

  openFiles(): readonly string[] {
    return [...this.#buffers.files()];
  }

  /** Absolute paths of the workspace folders. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#projects.clear();
  }

  /**
   * Takes over what can be used of settings that a client sends, and answers what cannot. What it
   * answers to `workspace/configuration` wins over its `initializationOptions`.
   */
  setClientSettings(
    from: 'initializationOptions' | 'configuration',
    json: unknown,
  ): readonly LocatedProblem[] {
    const { values, problems } = decodeClientSettings(json, this.#codes);
    if (from === 'initializationOptions') this.#initializationOptions = values;
    else this.#configuration = values;
    this.#projects.clear();
    return problems;
  }

  /** Settings that win over all others: those of a command line. */
  forceSettings(values: Partial<SettingValues>): void {
    this.#forcedSettings = values;
    this.#projects.clear();
  }

  /** Looks for files that changed on disk. Answers whether any did. */
  recheck(): boolean {
    const changed = this.#texts.recheck();
    if (changed) this.#below.clear();
    return changed;
  }

  /** The same for the files of the projects that `file` is part of: cheap enough for every keystroke. */
  recheckAround(file: string): boolean {
    return this.#texts.recheck(this.projectsOf(file).flatMap((project) => project.paths()));
  }

  /** Null for a document that no Python project has a use for. */
  snapshot(file: string): Snapshot | null {
    const role = roleOf(file);
    const { source } = this.#texts.load(file);
    if (role === null || source === null) return null;
    const loaded = this.projectsOf(file);
    const [first, ...others] = loaded.flatMap(({ project }) => (project === null ? [] : [project]));
    if (first === undefined) return null;
    return {
      file,
      source,
      role,
      projects: [first, ...others],
      hints: {
        versions: loaded[0]?.settings.versionHints ?? true,
        native: loaded[0]?.settings.nativeHints ?? true,
      },
      settings: SETTINGS_WORDS,
      findings: merged(loaded, file),
      sourceOf: (other) => sourceIn(loaded, other),
    };
  }

  /** The projects that a file is part of. */
  projectsOf(file: string): readonly LoadedProject[] {
    return this.rootsOfFile(file).map((root) => this.project(root));
  }

  /** The folders of the projects that a file is part of. */
  rootsOfFile(file: string): readonly string[] {
    if (roleOf(file) === null) return [];
    const roots = new Set<string>();
    const own = projectRootOf(file, this.#folderOf(file), this.#texts);
    if (own !== null) roots.add(own);
    if (roleOf(file) === 'nix') {
      // As it stands now: what was a project, or imported this file, need not any more.
      for (const root of [...this.#projects.keys()])
        if (isProjectRoot(root, this.#texts) && this.project(root).sources.has(file))
          roots.add(root);
      if (roots.size === 0) for (const root of this.#rootsUsing(file)) roots.add(root);
    }
    return [...roots];
  }

  /** The project in a folder, as its files stand now. */
  project(root: string): LoadedProject {
    const known = this.#projects.get(root) ?? null;
    if (known?.isCurrent()) return known;
    const loaded = loadProject(root, known, {
      texts: this.#texts,
      knowledge: this.#knowledge,
      clientSettings: { ...this.#initializationOptions, ...this.#configuration },
      forcedSettings: this.#forcedSettings,
      codes: this.#codes,
      workspaceFolderOf: (path) => this.#folderOf(path),
    });
    this.#projects.set(root, loaded);
    return loaded;
  }

  /** The projects that some open document is part of. */
  openProjects(): readonly LoadedProject[] {
    return [...new Set(this.openFiles().flatMap((file) => this.projectsOf(file)))];
  }

  /**
   * The folders of the projects of open documents and of all in the workspace folders, each once,
   * and a null for each folder without one: looking takes long in a large tree, and who looks may
   * do other things in between.
   */
  *scan(): Iterable<string | null> {
    const seen = new Set<string>();
    const fresh = (root: string | null): boolean => {
      if (root === null || seen.has(root)) return false;
      seen.add(root);
      return true;
    };
    for (const { root } of this.openProjects()) if (fresh(root)) yield root;
    for (const folder of this.#folders)
      for (const root of projectScanBelow(folder, this.#texts, MAX_SCANNED_FOLDERS))
        yield fresh(root) ? root : null;
  }

  /** Folders of projects: `folder` itself and all below it, outermost first. */
  rootsBelow(folder: string): Iterable<string> {
    return projectRootsBelow(folder, this.#texts, MAX_SCANNED_FOLDERS);
  }

  /** `folder`, if it holds a project. */
  rootsIn(folder: string): readonly string[] {
    return isProjectRoot(folder, this.#texts) ? [folder] : [];
  }

  /** Lets go of the projects that no open document is part of, and of their texts. */
  forgetClosed(): void {
    const open = this.openProjects();
    this.#projects.clear();
    for (const project of open) this.#projects.set(project.root, project);
    this.#texts.retain(new Set(open.flatMap((project) => project.paths())));
  }

  /** Projects in the folders below a Nix file that it is one of the files of: looked for once. */
  #rootsUsing(file: string): readonly string[] {
    const known = this.#below.get(file);
    if (known !== undefined) return known;
    const roots = [...projectRootsBelow(dirname(file), this.#texts, MAX_FOLDERS_BELOW_NIX)]
      .slice(0, MAX_PROJECTS_BELOW_NIX)
      .filter((root) => this.project(root).sources.has(file));
    this.#below.set(file, roots);
    return roots;
  }

  #folderOf(path: string): string | null {
    const around = this.#folders.filter(
      (folder) => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`),
    );
    return around.toSorted((a, b) => b.length - a.length)[0] ?? null;
  }
}

/** What projects say of one file. Two that share a Nix file say the same thing once. */
export function merged(projects: readonly LoadedProject[], file: string): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const project of projects) {
    for (const finding of project.findings()) {
      if (finding.file !== file) continue;
      const { code, span, message } = finding;
      found.set(JSON.stringify([code, span.start, span.end, message]), finding);
    }
  }
  return [...found.values()];
}

function sourceIn(projects: readonly LoadedProject[], file: string): Snapshot['source'] | null {
  for (const { sources } of projects) {
    const source = sources.get(file);
    if (source !== undefined) return source;
  }
  return null;
}
