import type { CancellationToken } from 'vscode-jsonrpc/node';
import type { IndexAnswers } from '../../index/view.ts';
import type { LoadedProject } from '../../session/projects.ts';
import type { Session } from '../../session/session.ts';
import { cancelled } from '../cancelled.ts';
import { Serialized } from '../frames.ts';
import { describeError, type Log } from '../log.ts';
import type { IndexQuestions } from '../kept-answers.ts';
import type { OpenUris } from '../open-uris.ts';
import { WorkerLink, type LinkHandlers } from './link.ts';
import type {
  ClosedReport,
  FileReport,
  ProjectReport,
  ReportedProject,
  WantedOfProject,
  WorkerStart,
  WorkerThread,
} from './messages.ts';

/** Milliseconds after which a worker ends that no open document has a use for: it holds memory. */
const UNUSED_MS = 30_000;

/** What a client tells of texts that it has open: whoever takes it looks again by itself. */
const OF_OPEN_TEXTS: ReadonlySet<string> = new Set([
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
]);

/** What the worker is asked about at one time. */
interface Asked {
  /** The documents. */
  readonly uris: readonly string[];
  /** The manifests of their heavy projects. */
  readonly manifests: ReadonlySet<string>;
}

/** What the heavy projects are kept with. */
export interface HeavyHost {
  /** Asked for when it is needed. */
  readonly context: {
    readonly session: Session;
    readonly uris: OpenUris;
    readonly log: Log;
    /** To be called when something else is to be told. */
    readonly invalidate: () => void;
  };
  /** @param start what this class knows of it. */
  readonly start: (start: Pick<WorkerStart, 'generation' | 'configuration'>) => WorkerThread;
  readonly forward: LinkHandlers['forward'];
  readonly refused: LinkHandlers['told']['refused'];
  /** Tells the user. */
  readonly warn: (message: string) => void;
}

interface Reported {
  readonly report: ProjectReport;
  /** Paths of the files that the project is made of. */
  readonly files: ReadonlySet<string>;
}

/**
 * The projects that take longer to read and judge than others may wait: a worker answers for them, from a
 * session of its own that has the same documents open. Which projects are heavy is decided here alone, by
 * the session of this thread, which leaves them: so each is told of once, by one of the two.
 */
export class HeavyProjects {
  readonly #host: HeavyHost;
  readonly #link: WorkerLink;
  /** What the worker said last of the open ones, by manifest. */
  readonly #reports = new Map<string, Reported>();
  /** The manifests of the open ones that the worker was asked about, and has answered. */
  #answered: ReadonlySet<string> = new Set();
  /** What the worker was asked about last, as long as nothing but texts has changed since; else null. */
  #asked: Asked | null = null;
  #configuration: unknown = undefined;
  /** Whether something has changed since it was asked. */
  #isStale = true;
  #refreshing: Promise<void> | null = null;
  #unused: NodeJS.Timeout | null = null;
  #hasToldOfEnd = false;

  constructor(host: HeavyHost) {
    this.#host = host;
    const start = (generation: number): WorkerThread =>
      host.start({ generation, configuration: this.#configuration });
    this.#link = new WorkerLink(start, {
      started: () => this.#tellAll(),
      ended: (why, isLast) => this.#ended(why, isLast),
      told: {
        changed: () => this.#goneStale(),
        refused: host.refused,
        log: ({ level, message }) => host.context.log.write(level, message),
      },
      forward: host.forward,
    });
  }

  /** Whether the worker answers what is asked of a file. */
  has(file: string): boolean {
    return (
      this.#host.context.session.projectsOf(file).some(isHeavy) ||
      this.#current().some(({ files }) => files.has(file))
    );
  }

  /** The manifests of open heavy projects of which the worker has said nothing yet: what was told before stands. */
  pending(): ReadonlySet<string> {
    return new Set(this.#open().filter((manifest) => !this.#answered.has(manifest)));
  }

  /** Asks the worker what the client asks. Rejects as a handler may throw. */
  async answer(method: string, params: unknown, token: CancellationToken): Promise<unknown> {
    const answer = this.#link.request('answer', { method, params }, token);
    const gone = new Promise<never>((_resolve, reject) => {
      token.onCancellationRequested(() => reject(cancelled()));
    });
    return new Serialized(await Promise.race([answer, gone]));
  }

  /** Hands on a notification of the client's. */
  take(method: string, params: unknown): void {
    if (method === 'textDocument/didOpen' || method === 'textDocument/didClose')
      this.#link.tryAgain();
    this.#link.notify('take', { method, params });
    this.#isStale = true;
    if (method !== 'textDocument/didChange') this.#asked = null;
    // Of a file that only the worker has read, nobody here sees that it has changed.
    if (!OF_OPEN_TEXTS.has(method)) this.#host.context.invalidate();
  }

  /** Hands on what the client answered to `workspace/configuration`. */
  settings(json: unknown): void {
    this.#configuration = json;
    this.#link.notify('settings', { json });
    this.#isStale = true;
    this.#asked = null;
  }

  /** What the worker says of each file of the open heavy projects, all of them together. */
  reports(): ReadonlyMap<string, { version: number | null; diagnostics: readonly string[] }> {
    const found = new Map<string, { version: number | null; diagnostics: string[] }>();
    for (const { report } of this.#current())
      for (const { uri, version, diagnostics } of report.reports) {
        const file = this.#host.context.uris.fileOf(uri);
        if (file === null) continue;
        const known = found.get(file)?.diagnostics ?? [];
        found.set(file, { version, diagnostics: [...known, ...diagnostics] });
      }
    return found;
  }

  /** The files of an open heavy project, as far as the worker has said; its report is the same object while it says the same. */
  reportOf(manifest: string): ProjectReport | null {
    return this.#reports.get(manifest)?.report ?? null;
  }

  filesOf(manifest: string): Iterable<string> {
    return this.#reports.get(manifest)?.files ?? [];
  }

  /** Asks what there is to be told where something has changed; resolves when it is known. */
  async refreshed(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    await this.#refreshing;
  }

  /** What is to be told of a project, open or not. */
  closed(manifest: string): Promise<ClosedReport> {
    this.#endWhenUnused();
    return this.#link.request('closed', { manifest: this.#host.context.uris.of(manifest) });
  }

  /** As `noteBuild` of a log, for the heavy projects of `files`, or of all that are open; a text for each. */
  async noteBuild(log: string, files: readonly string[] | null): Promise<readonly string[]> {
    const uris = (files ?? this.#openFiles()).map((file) => this.#host.context.uris.of(file));
    const texts = await this.#link.request('noteBuild', { log, uris });
    this.#goneStale();
    return texts;
  }

  /** As `wantedOf` a heavy project. */
  wanted(uri: string, names: readonly string[] | null): Promise<WantedOfProject | null> {
    return this.#link.request('wanted', { uri, names });
  }

  /** The user has had packages read of the project that has this manifest, a URI. */
  takeReadings(manifest: string): void {
    this.#link.notify('readings', { manifest });
    this.#goneStale();
  }

  /** What is to be known of the open heavy projects, and was not handed on yet. */
  async indexQuestions(): Promise<IndexQuestions> {
    const uris = this.#openUris();
    return uris.length === 0
      ? { pages: [], releases: [] }
      : this.#link.request('indexQuestions', { uris });
  }

  /** Hands on what was answered, and lets the open heavy projects take it over. */
  async noteIndex({ pages, releases }: IndexQuestions, answers: IndexAnswers): Promise<void> {
    const uris = this.#openUris();
    if (uris.length === 0) return;
    for (const question of pages)
      this.#link.notify('page', { question, answer: answers.page(question) ?? null });
    this.#link.notify('vulnerabilities', {
      releases,
      answers: releases.map((release) => answers.vulnerabilities(release) ?? []),
    });
    if (await this.#link.request('noteIndex', { uris })) this.#goneStale();
  }

  stop(): void {
    if (this.#unused !== null) clearTimeout(this.#unused);
    this.#link.stop();
  }

  /** The manifests of the open heavy projects. */
  #open(): readonly string[] {
    return this.#host.context.session
      .openProjects()
      .filter(isHeavy)
      .map(({ manifest }) => manifest);
  }

  #openUris(): readonly string[] {
    return this.#openFiles().map((file) => this.#host.context.uris.of(file));
  }

  #openFiles(): readonly string[] {
    return this.#host.context.session.openFiles().filter((file) => this.has(file));
  }

  /** A project that has become light is this thread's own, whatever the worker has said of it. */
  #current(): readonly Reported[] {
    const { session } = this.#host.context;
    for (const manifest of this.#reports.keys())
      if (!isHeavy(session.project(manifest))) this.#reports.delete(manifest);
    return [...this.#reports.values()];
  }

  async #refresh(): Promise<void> {
    for (;;) {
      // Behind a key the worker is asked at once: which projects are heavy now, this thread finds out meanwhile.
      const asked = (this.#isStale ? this.#asked : null) ?? this.#toAsk();
      if (asked.uris.length === 0) return this.#nothingIsOpen();
      if (!this.#isStale && this.pending().size === 0) return;
      this.#isStale = false;
      this.#asked = asked;
      try {
        this.#take(await this.#link.request('report', { uris: asked.uris }));
      } catch (error) {
        this.#asked = null;
        this.#host.context.log.write('error', `heavy projects: ${describeError(error)}`);
        return;
      }
      this.#answered = asked.manifests;
      this.#host.context.invalidate();
    }
  }

  #toAsk(): Asked {
    return { uris: this.#openUris(), manifests: new Set(this.#open()) };
  }

  #take(reports: readonly ReportedProject[]): void {
    const { uris } = this.#host.context;
    const before = new Map(this.#reports);
    this.#reports.clear();
    for (const project of reports) {
      const manifest = uris.fileOf(project.manifest);
      if (manifest === null) continue;
      const reported = 'reports' in project ? this.#read(project) : before.get(manifest);
      if (reported !== undefined) this.#reports.set(manifest, reported);
    }
  }

  #read(report: ProjectReport): Reported {
    return {
      report,
      files: new Set(report.files.flatMap((uri) => this.#host.context.uris.fileOf(uri) ?? [])),
    };
  }

  #nothingIsOpen(): void {
    this.#asked = null;
    this.#reports.clear();
    this.#answered = new Set();
    this.#isStale = true;
    this.#endWhenUnused();
  }

  #endWhenUnused(): void {
    this.#unused ??= setTimeout(() => {
      this.#unused = null;
      if (this.#openFiles().length > 0) return;
      if (this.#link.isBusy) this.#endWhenUnused();
      else this.#link.stop();
    }, UNUSED_MS).unref();
  }

  /** A worker that begins knows nothing. */
  #tellAll(): void {
    const { session } = this.#host.context;
    for (const [uri, { version, source }] of session.openDocuments()) {
      const textDocument = { uri, languageId: 'toml', version, text: source.text };
      this.#link.notify('take', { method: 'textDocument/didOpen', params: { textDocument } });
    }
  }

  #goneStale(): void {
    this.#isStale = true;
    this.#asked = null;
    this.#host.context.invalidate();
  }

  #ended(why: string, isLast: boolean): void {
    const { context, warn } = this.#host;
    context.log.write('error', `the worker has ended: ${why}`);
    if (isLast) {
      // Nothing more is known of them, so that nothing may stand.
      this.#reports.clear();
      this.#answered = new Set(this.#open());
      warn(`What reads the large files ended again and again (${why}): they are not looked at.`);
    } else if (!this.#hasToldOfEnd)
      warn(`What reads the large files ended (${why}), and was started again.`);
    this.#hasToldOfEnd = true;
    this.#asked = null;
    this.#isStale = !isLast;
    this.#host.context.invalidate();
  }
}

export function isHeavy({ heavyFiles }: LoadedProject): boolean {
  return heavyFiles.size > 0;
}

/** Reports by file, as a map of its own for each project would be. */
export function diagnosticsIn(
  reports: readonly FileReport[],
  uris: OpenUris,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    reports.flatMap(({ uri, diagnostics }) => {
      const file = uris.fileOf(uri);
      return file === null ? [] : [[file, diagnostics] as const];
    }),
  );
}
