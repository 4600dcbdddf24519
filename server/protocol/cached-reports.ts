import type { Diagnostic, WorkspaceSymbol } from 'vscode-languageserver';
import type { Fingerprint } from '../session/texts.ts';
import type { LoadedProject } from '../session/projects.ts';
import type { Session } from '../session/session.ts';
import type { ClientProfile } from './capabilities.ts';

/** What is to be told of one project, without the project: hundreds of those fill the memory. */
interface CachedReport {
  readonly seen: ReadonlyMap<string, Fingerprint>;
  /** By file; null until they are asked for, since they take far longer than symbols. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]> | null;
  readonly symbols: readonly WorkspaceSymbol[];
}

/** How a digest is made of a project. */
export interface Digester {
  diagnostics(project: LoadedProject): ReadonlyMap<string, readonly Diagnostic[]>;
  symbols(project: LoadedProject): readonly WorkspaceSymbol[];
}

/**
 * Milliseconds for which a look at the whole workspace is believed: by a client that tells of files
 * that change, and by another one. Some ask for all diagnostics again every two seconds.
 */
const BELIEVED_MS = { told: 60_000, untold: 5_000 };

/** Remembers what is to be told of the projects of the workspace, so that they need not stay in memory. */
export class CachedReports {
  readonly #session: Session;
  readonly #believedMs: number;
  readonly #digester: Digester;
  readonly #byManifest = new Map<string, CachedReport>();
  #manifests: readonly string[] | null = null;
  #believedUntil = 0;

  constructor(session: Session, { watchesFiles }: ClientProfile, digester: Digester) {
    this.#session = session;
    this.#believedMs = watchesFiles ? BELIEVED_MS.told : BELIEVED_MS.untold;
    this.#digester = digester;
  }

  /** The manifests that the last look found; null where it is not believed any more. */
  get manifests(): readonly string[] | null {
    return performance.now() < this.#believedUntil ? this.#manifests : null;
  }

  /** To be called with what a look has found, all of them asked for. */
  found(manifests: readonly string[]): void {
    this.#manifests = manifests;
    this.#believedUntil = performance.now() + this.#believedMs;
    const still = new Set(manifests);
    for (const manifest of this.#byManifest.keys())
      if (!still.has(manifest)) this.#byManifest.delete(manifest);
  }

  /** To be called when something may have changed on the disk. */
  invalidate(): void {
    this.#believedUntil = 0;
  }

  /** To be called when everything may be told otherwise: settings, folders. */
  clear(): void {
    this.#byManifest.clear();
    this.invalidate();
  }

  /** By file. */
  diagnosticsOf(manifest: string): ReadonlyMap<string, readonly Diagnostic[]> {
    return this.#digest(manifest, true).diagnostics ?? new Map();
  }

  symbolsOf(manifest: string): readonly WorkspaceSymbol[] {
    return this.#digest(manifest, false).symbols;
  }

  #digest(manifest: string, withDiagnostics: boolean): CachedReport {
    const session = this.#session;
    const known = this.#byManifest.get(manifest);
    const isEnough = known !== undefined && (known.diagnostics !== null || !withDiagnostics);
    if (isEnough && session.isAsSeen(known.seen, this.manifests === null)) return known;
    const project = session.project(manifest);
    const digest = {
      seen: session.seenBy(project),
      diagnostics: withDiagnostics ? this.#digester.diagnostics(project) : null,
      symbols: this.#digester.symbols(project),
    };
    this.#byManifest.set(manifest, digest);
    session.forgetClosed();
    return digest;
  }
}
