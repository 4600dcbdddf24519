import type { WorkspaceSymbol } from 'vscode-languageserver';
import type { Fingerprint } from '../session/texts.ts';
import type { LoadedProject } from '../session/projects.ts';
import type { Session } from '../session/session.ts';
import type { ClientProfile } from './capabilities.ts';

/** What is to be told of one project, without the project: hundreds of those fill the memory. */
interface CachedReport {
  readonly seen: ReadonlyMap<string, Fingerprint>;
  /** By file, each as JSON; null until they are asked for, since they take far longer than symbols. */
  readonly diagnostics: ReadonlyMap<string, readonly string[]> | null;
  readonly symbols: readonly WorkspaceSymbol[];
}

/** How what is reported of a project is made. */
export interface ReportMaker {
  diagnostics(project: LoadedProject): ReadonlyMap<string, readonly string[]>;
  symbols(project: LoadedProject): readonly WorkspaceSymbol[];
  /** Of a project that is left to a worker, with the paths whose change may change it; null of all others. */
  left(project: LoadedProject): Promise<LeftReport> | null;
}

/** What is to be told of a project that is left to a worker. */
export interface LeftReport {
  readonly paths: readonly string[];
  readonly diagnostics: ReadonlyMap<string, readonly string[]>;
  readonly symbols: readonly WorkspaceSymbol[];
}

/**
 * Milliseconds for which a look at the whole workspace counts as current: with a client that tells of files
 * that change, and with another one. Some ask for all diagnostics again every two seconds.
 */
const VALID_MS = { watched: 60_000, unwatched: 5_000 };

/** Remembers what is to be told of the projects of the workspace, so that they need not stay in memory. */
export class CachedReports {
  readonly #session: Session;
  readonly #validMs: number;
  readonly #reports: ReportMaker;
  readonly #byManifest = new Map<string, CachedReport>();
  #manifests: readonly string[] | null = null;
  #validUntil = 0;

  constructor(session: Session, { watchesFiles }: ClientProfile, reports: ReportMaker) {
    this.#session = session;
    this.#validMs = watchesFiles ? VALID_MS.watched : VALID_MS.unwatched;
    this.#reports = reports;
  }

  /** The manifests that the last look found; null where it is not current any more. */
  get manifests(): readonly string[] | null {
    return performance.now() < this.#validUntil ? this.#manifests : null;
  }

  /** To be called with what a look has found, all of them asked for. */
  found(manifests: readonly string[]): void {
    this.#manifests = manifests;
    this.#validUntil = performance.now() + this.#validMs;
    const still = new Set(manifests);
    for (const manifest of this.#byManifest.keys())
      if (!still.has(manifest)) this.#byManifest.delete(manifest);
  }

  /** To be called when something may have changed on the disk. */
  invalidate(): void {
    this.#validUntil = 0;
  }

  /** To be called when everything may be told otherwise: settings, folders. */
  clear(): void {
    this.#byManifest.clear();
    this.invalidate();
  }

  /** By file. */
  async diagnosticsOf(manifest: string): Promise<ReadonlyMap<string, readonly string[]>> {
    return (await this.#digest(manifest, true)).diagnostics ?? new Map();
  }

  async symbolsOf(manifest: string): Promise<readonly WorkspaceSymbol[]> {
    return (await this.#digest(manifest, false)).symbols;
  }

  #digest(manifest: string, withDiagnostics: boolean): CachedReport | Promise<CachedReport> {
    const session = this.#session;
    const known = this.#byManifest.get(manifest);
    const isEnough = known !== undefined && (known.diagnostics !== null || !withDiagnostics);
    if (isEnough && session.isAsSeen(known.seen, this.manifests === null)) return known;
    const project = session.project(manifest);
    const left = this.#reports.left(project);
    if (left !== null) return this.#ofLeft(project, left);
    const digest = {
      seen: session.seenAt(project.paths()),
      diagnostics: withDiagnostics ? this.#reports.diagnostics(project) : null,
      symbols: this.#reports.symbols(project),
    };
    this.#byManifest.set(manifest, digest);
    session.forgetClosed();
    return digest;
  }

  async #ofLeft(project: LoadedProject, left: Promise<LeftReport>): Promise<CachedReport> {
    const session = this.#session;
    const seen = session.seenAt(project.paths());
    const { paths, diagnostics, symbols } = await left;
    const digest = { seen: new Map([...session.seenAt(paths), ...seen]), diagnostics, symbols };
    this.#byManifest.set(project.manifest, digest);
    session.forgetClosed();
    return digest;
  }
}
