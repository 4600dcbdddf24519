import { dirname } from 'node:path/posix';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { FileEdits, Snapshot } from '../features/model.ts';
import type { BuildNote, IndexView, Project } from '../project/model.ts';
import { SingleEntryCache, memoize } from '../memoize.ts';
import { rules } from '../rules/registry.ts';
import { BoundedReader } from './bounded-reader.ts';
import { Boundaries } from './boundaries.ts';
import type { Boundary } from './boundary.ts';
import { BuildNotes } from './build-notes.ts';
import { Buffers, type Buffer, type BufferChange } from './buffers.ts';
import { manifestsBelow, manifestScanBelow, manifestsIn, manifestsOf } from './discovery.ts';
import { foldersFrom, roleOf, rootOf } from './file-roles.ts';
import { FolderCandidates } from './folder-candidates.ts';
import type { FileSystem } from './file-system.ts';
import { NixFilesLoader } from './nix-files-loader.ts';
import { loadProject, type LoadedProject } from './projects.ts';
import { snapshotOf } from './snapshot.ts';
import { sessionCodes } from './session-findings.ts';
import { decodeClientSettings, type LocatedProblem } from './settings/settings.ts';
import type { SettingValues } from './settings/settings-table.ts';
import type { NetworkUse } from './user-configuration.ts';
import { Texts, type Fingerprint, type HeavyFiles } from './texts.ts';
import { NO_READINGS, type UserReadings } from './user-readings.ts';
import { notHeldByGit } from './not-held-by-git.ts';

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
  readonly #fileSystem: FileSystem;
  readonly #texts: Texts;
  readonly #candidates: FolderCandidates;
  readonly #knowledge: KnowledgeBase;
  readonly #projects = new Map<string, LoadedProject>();
  /** By file, until something changes: many ask for it between two changes. */
  #projectsOf = new Map<string, readonly LoadedProject[]>();
  /** Every request between two changes asks for one. Bench: hover, completion. */
  #snapshots = new Map<string, SingleEntryCache<Snapshot | null>>();
  readonly #codes: ReadonlySet<string>;
  /** What the Nix files around a folder say, which its projects share. */
  readonly #nixFilesLoader: NixFilesLoader;
  readonly #buildNotes = new BuildNotes();
  /** By manifest. */
  readonly #indexViews = new Map<string, IndexView>();
  /** Nix files that stand above their projects → the projects. */
  readonly #below = new Map<string, readonly string[]>();
  /** The root of the project that was loaded last. */
  #last: string | null = null;
  readonly #boundaries: Boundaries;
  #initializationOptions: Partial<SettingValues> = {};
  #configuration: Partial<SettingValues> = {};
  #forcedSettings: Partial<SettingValues> = {};
  #readings: UserReadings = NO_READINGS;

  /**
   * @param allowed folders and files that the user lets every project read, beside its own.
   * @param tell is told once, in a sentence, of each file that is not read because it is outside of all that.
   * @param heavyFiles whether heavy files are left to another session, and with them the projects that have any.
   */
  constructor(
    fileSystem: FileSystem,
    knowledge: KnowledgeBase,
    allowed: readonly string[] = [],
    tell: (message: string) => void = () => {},
    heavyFiles: HeavyFiles = 'read',
  ) {
    this.#fileSystem = fileSystem;
    this.#texts = new Texts(fileSystem, this.#buffers, tell, heavyFiles);
    this.#boundaries = new Boundaries(this.#texts, allowed);
    const boundaryOf = (root: string): Boundary => this.#boundaries.of(root);
    this.#candidates = new FolderCandidates(this.#texts, boundaryOf);
    this.#nixFilesLoader = new NixFilesLoader(this.#texts, boundaryOf);
    this.#knowledge = knowledge;
    this.#codes = new Set([...rules.map(({ id }) => id), ...Object.keys(sessionCodes)]);
  }

  /** Takes what this user has had read in packages before what recipes say of them. */
  useReadings(readings: UserReadings): void {
    this.#readings = readings;
  }

  /** @param name what the editor calls the document, which may have several names for a file. */
  open(file: string, version: number, text: string, name: string = file): void {
    this.#forgetAnswers();
    this.#buffers.open(file, version, text, this.#texts.onDisk(file), name);
    this.#texts.listAgain(dirname(file));
  }

  change(
    file: string,
    version: number,
    changes: Iterable<BufferChange>,
    name: string = file,
  ): void {
    this.#forgetAnswers();
    const mayParse = (text: string): boolean => !this.#texts.isLeft(file, text);
    this.#buffers.change(file, version, changes, name, mayParse);
  }

  close(file: string, name: string = file): void {
    this.#forgetAnswers();
    this.#buffers.close(file, name);
    this.#texts.listAgain(dirname(file));
  }

  buffer(file: string): Buffer | null {
    return this.#buffers.get(file);
  }

  /** The path under which a file is open, which may be another than this one by way of a link; else this one. */
  openPath(file: string): string {
    return this.#texts.openPath(file) ?? file;
  }

  /** Every open document, by the name that the editor has for it. */
  openDocuments(): Iterable<readonly [name: string, buffer: Buffer]> {
    return this.#buffers.documents();
  }

  /** Where a path leads: the same for two names of one file. */
  realPath(file: string): string {
    return this.#texts.real(file) ?? file;
  }

  openFiles(): readonly string[] {
    return [...this.#buffers.files()];
  }

  /** Absolute paths of the workspace folders. */
  get folders(): readonly string[] {
    return this.#boundaries.folders;
  }

  setFolders(folders: readonly string[]): void {
    this.#boundaries.setFolders(folders);
    this.#forgetProjects();
    this.#nixFilesLoader.clear();
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
    this.#forgetProjects();
    return problems;
  }

  /** To what the client lowers what may be had from the network; null where it says nothing. */
  get clientNetwork(): NetworkUse | null {
    return this.#configuration.network ?? this.#initializationOptions.network ?? null;
  }

  /** Settings that win over all others: those of a command line. */
  forceSettings(values: Partial<SettingValues>): void {
    this.#forcedSettings = values;
    this.#forgetProjects();
  }

  /** Lets every project read what a command line names: a folder with all that is in it, or one file. */
  name(path: string): void {
    this.#boundaries.name(path);
  }

  /** Looks for files that changed on disk. Answers whether any did. */
  recheck(): boolean {
    const changed = this.#texts.recheck();
    if (changed) this.#forgetSeen();
    return changed;
  }

  /** As `recheck`, for the files of the projects that `file` is part of: cheap enough for every keystroke. */
  recheckAround(file: string): boolean {
    const changed = this.#texts.recheck(
      this.projectsOf(file).flatMap((project) => project.paths()),
    );
    if (!changed) return false;
    this.#forgetAnswers();
    this.#boundaries.forget();
    return true;
  }

  /** As `recheck`, for files that the client says have changed, whatever the disk says of their time and size. */
  readAgain(files: Iterable<string>): boolean {
    const isOther = this.#texts.readAgain(files);
    const changed = this.recheck();
    if (isOther && !changed) this.#forgetSeen();
    return isOther || changed;
  }

  /**
   * Whether edits are for what the disk has at this moment: files that are not open are read again, and
   * those that are to be made must not be there. Where they are not, what is asked next is of the disk as it is.
   */
  areCurrent(made: readonly FileEdits[]): boolean {
    const isOther = this.#texts.readAgain(new Set(made.flatMap(({ edits }) => [...edits.keys()])));
    const news = [...new Set(made.flatMap(({ creates }) => [...creates.keys()]))];
    const isThere = news.some(
      (file) => this.#buffers.get(file) !== null || this.#fileSystem.kind(file) !== null,
    );
    if (!isOther && !isThere) return true;
    this.#texts.recheck(news.flatMap((file) => [file, dirname(file)]));
    this.#forgetSeen();
    return false;
  }

  /** Why edits are not to be made of files whose texts git could not give back, a sentence each. */
  notHeldByGit(texts: ReadonlyMap<string, string | null>): readonly string[] {
    return notHeldByGit(texts, this.#fileSystem);
  }

  /** Null for a document that no Python project has a use for. */
  snapshot(file: string): Snapshot | null {
    if (roleOf(file) === null) return null;
    const { source } = this.#reader(rootOf(file)).load(file);
    if (source === null) return null;
    const loaded = this.projectsOf(file);
    const last = memoize(this.#snapshots, file, () => new SingleEntryCache<Snapshot | null>());
    return last.get([loaded, source], () => snapshotOf(file, source, loaded));
  }

  /** The projects that a file is part of. */
  projectsOf(file: string): readonly LoadedProject[] {
    const known = this.#projectsOf.get(file);
    if (known !== undefined) return known;
    // To load one forgets what is known of others.
    const projects = this.manifestsOfFile(file).map((manifest) => this.project(manifest));
    this.#projectsOf.set(file, projects);
    return projects;
  }

  /** The manifests of the projects that a file is part of. */
  manifestsOfFile(file: string): readonly string[] {
    const role = roleOf(file);
    if (role === null) return [];
    const manifests = new Set(this.#manifestsOf(file));
    if (role === 'nix') {
      // As they stand now: what has imported the file need not any more.
      for (const manifest of this.#projects.keys())
        if (this.#isManifest(manifest) && this.project(manifest).has(file)) manifests.add(manifest);
      if (manifests.size === 0)
        for (const manifest of this.#manifestsUsing(file)) manifests.add(manifest);
    }
    return [...manifests];
  }

  /** The project of a manifest, as its files stand now. */
  project(manifest: string): LoadedProject {
    const known = this.#projects.get(manifest) ?? null;
    if (known?.isCurrent()) return known;
    const loaded = loadProject(manifest, {
      texts: this.#texts,
      knowledge: this.#knowledge,
      clientSettings: { ...this.#initializationOptions, ...this.#configuration },
      forcedSettings: this.#forcedSettings,
      codes: this.#codes,
      workspaceFolderOf: (path) => this.#boundaries.folderOf(path),
      boundaryOf: (path) => this.#boundaries.of(path),
      nixFilesLoader: this.#nixFilesLoader,
      candidates: this.#candidates,
      buildNotes: this.#buildNotes,
      readings: this.#readings,
      indexViews: this.#indexViews,
    });
    this.#projects.set(manifest, loaded);
    this.#last = loaded.root;
    this.#forgetAnswers();
    return loaded;
  }

  /** Looks again for what this user has had read, of the packages of a project. */
  takeReadings(manifest: string): void {
    this.#projects.delete(manifest);
    this.#forgetAnswers();
  }

  /** Takes over what the log of a build said of a project: it counts until its lock or Nix files change. */
  noteBuild({ manifest, input }: Project, notes: readonly BuildNote[]): void {
    this.#buildNotes.set(manifest.file, input, notes);
    this.#projects.delete(manifest.file);
    this.#forgetAnswers();
  }

  /** Takes over what indexes and databases say of the releases that a project has locked. */
  noteIndex({ manifest }: Project, view: IndexView): void {
    this.#indexViews.set(manifest.file, view);
    this.#projects.delete(manifest.file);
    this.#forgetAnswers();
  }

  /** The projects that some open document is part of. */
  openProjects(): readonly LoadedProject[] {
    return [...new Set(this.openFiles().flatMap((file) => this.projectsOf(file)))];
  }

  /**
   * The manifests of the projects of open documents and of all in the workspace folders, each once,
   * and a null for each folder without one: looking takes long in a large tree, and who looks may
   * do other things in between.
   */
  *scan(): Iterable<string | null> {
    const seen = new Set<string>();
    const fresh = (manifest: string | null): boolean => {
      if (manifest === null || seen.has(manifest)) return false;
      seen.add(manifest);
      return true;
    };
    for (const { manifest } of this.openProjects()) if (fresh(manifest)) yield manifest;
    // Texts of its own: what no open project needs is looked at when somebody asks, and not all the time.
    const texts = this.#texts.anew();
    for (const folder of this.folders)
      for (const manifest of manifestScanBelow(
        folder,
        new BoundedReader(texts, this.#boundaries.of(folder)),
        MAX_SCANNED_FOLDERS,
      ))
        yield fresh(manifest) ? manifest : null;
  }

  /**
   * What `scan` would find now, had it found `manifests` before and the disk not changed since: open
   * documents may have become manifests or ceased to be some, and so may what is beside them.
   */
  scannedAgain(manifests: readonly string[]): readonly string[] {
    const touched = new Set(this.openFiles().map(rootOf));
    const inFolders = manifests.filter((manifest) => this.#boundaries.folderOf(manifest) !== null);
    const now = inFolders.flatMap((manifest) => {
      const root = rootOf(manifest);
      return touched.has(root) ? this.manifestsIn(root) : [manifest];
    });
    return [...new Set([...this.openProjects().map(({ manifest }) => manifest), ...now])];
  }

  /** What is at the paths that a project was made of, to ask later whether it would be the same. */
  seenAt(paths: readonly string[]): ReadonlyMap<string, Fingerprint> {
    return new Map(paths.map((path) => [path, this.#texts.seen(path)]));
  }

  /** Whether it would be the same as far as open documents go, and, if `ofDisk`, the disk. */
  isAsSeen(seen: ReadonlyMap<string, Fingerprint>, ofDisk: boolean): boolean {
    for (const [path, state] of seen) if (!this.#texts.isAsSeen(path, state, ofDisk)) return false;
    return true;
  }

  /** Whether a `pyproject.toml` is so broken that nobody knows whether it declares a project. */
  isBroken(manifest: string): boolean {
    const document = this.#reader(rootOf(manifest)).load(manifest).toml();
    return document !== null && document.errors.length > 0;
  }

  /**
   * Manifests of projects: of `folder` itself and of all below it, outermost first.
   *
   * @param tell is told, in sentences, which folders were not looked into.
   */
  manifestsBelow(folder: string, tell?: (problem: string) => void): Iterable<string> {
    return manifestsBelow(folder, this.#reader(folder), MAX_SCANNED_FOLDERS, tell);
  }

  /** The manifests of `folder`, the one that counts where no Nix file says which first. */
  manifestsIn(folder: string): readonly string[] {
    return manifestsIn(folder, this.#reader(folder));
  }

  /**
   * Lets go of the projects that no open document is part of, or of all but `open`, and of their texts. What the Nix files
   * around the last of them say stays: its neighbour, which mostly comes next, has the same.
   */
  forgetClosed(open: readonly LoadedProject[] = this.openProjects()): void {
    this.#forgetProjects();
    for (const project of open) this.#projects.set(project.manifest, project);
    const roots = new Set(open.map(({ root }) => root));
    const wanted = new Set(
      [...roots, ...(this.#last === null ? [] : [this.#last])].flatMap(foldersFrom),
    );
    const around = this.#nixFilesLoader.retain((folder) => wanted.has(folder));
    this.#candidates.retain(roots);
    this.#texts.retain(new Set([...open.flatMap((project) => project.paths()), ...around]));
  }

  /** Projects in the folders below a Nix file that it is one of the files of: looked for once. */
  #manifestsUsing(file: string): readonly string[] {
    const known = this.#below.get(file);
    if (known !== undefined) return known;
    const manifests = [
      ...manifestsBelow(dirname(file), this.#reader(dirname(file)), MAX_FOLDERS_BELOW_NIX),
    ]
      .slice(0, MAX_PROJECTS_BELOW_NIX)
      .filter((manifest) => this.project(manifest).has(file));
    this.#below.set(file, manifests);
    return manifests;
  }

  #manifestsOf(file: string): readonly string[] {
    return manifestsOf(file, this.#boundaries.folderOf(file), this.#reader(dirname(file)), (root) =>
      this.#candidates.in(root),
    );
  }

  /** Forgets what was concluded from a disk that has changed. */
  #forgetSeen(): void {
    this.#below.clear();
    this.#forgetAnswers();
    this.#boundaries.forget();
  }

  /** New maps: what a map that is old has held once, the collector of young objects takes for alive. */
  #forgetAnswers(): void {
    this.#projectsOf = new Map();
    this.#snapshots = new Map();
  }

  #reader(root: string): BoundedReader {
    return new BoundedReader(this.#texts, this.#boundaries.of(root));
  }

  #forgetProjects(): void {
    this.#projects.clear();
    this.#forgetAnswers();
  }

  /** Whether a file that was the manifest of a project is it still. */
  #isManifest(file: string): boolean {
    return this.#manifestsOf(file).includes(file);
  }
}
