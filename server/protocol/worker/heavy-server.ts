import {
  createMessageConnection,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import type { KnowledgeBase } from '../../../overrides-db/model.ts';
import type { Project } from '../../project/model.ts';
import type { FileSystem } from '../../session/file-system.ts';
import type { LoadedProject } from '../../session/projects.ts';
import type { UserReadings } from '../../session/user-readings.ts';
import { Session } from '../../session/session.ts';
import { Activity } from '../activity.ts';
import { answerRequest } from '../answer.ts';
import { CachedReports } from '../cached-reports.ts';
import { clientProfile } from '../capabilities.ts';
import type { ServerContext } from '../context.ts';
import { field } from '../decode.ts';
import { diagnosticsOfProject } from '../diagnostics.ts';
import { changeDocument, closeDocument, openDocument } from '../documents.ts';
import { noteBuild } from '../explain-log.ts';
import { notificationHandlers, type NotificationHandler } from '../handlers.ts';
import { describeError, type Log } from '../log.ts';
import { indexQuestions, IndexViews } from '../index-views.ts';
import { KeptAnswers } from '../kept-answers.ts';
import { changeParams, openParams } from '../notification-params.ts';
import { OpenUris } from '../open-uris.ts';
import { symbolsOfProject } from '../outline.ts';
import { documentParams } from '../params.ts';
import { Positions } from '../positions.ts';
import { Progresses } from '../progress.ts';
import { wantedOf } from '../read-packages.ts';
import { ReportedDiagnostics } from '../reported-diagnostics.ts';
import { SentTokens } from '../sent-tokens.ts';
import { Trace } from '../trace.ts';
import type {
  ClosedReport,
  FileReport,
  ReportedProject,
  ToldByWorker,
  WorkerNotifications,
  WorkerRequests,
  WorkerStart,
} from './messages.ts';

/** Milliseconds between two looks at the modification times of the files in use, as `Work` looks. */
const POLL_MS = 2000;

/** What a heavy server is given by the thread that it runs in. */
export interface HeavyServerHost {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  readonly start: WorkerStart;
  readonly fileSystem: FileSystem;
  readonly knowledge: () => KnowledgeBase;
  readonly readings?: UserReadings;
}

/** Answers for heavy projects, in a thread that nothing else waits for, until the thread ends. */
export function serveHeavy(host: HeavyServerHost): void {
  new HeavyServer(host).listen();
}

/**
 * A session that has the same documents open as that of the thread that speaks with the client, and reads
 * what that one leaves. Does nothing by itself: which projects it loads, the other one asks for.
 */
class HeavyServer {
  readonly #context: ServerContext;
  readonly #connection: MessageConnection;
  readonly #answers = new KeptAnswers();
  readonly #views: IndexViews;
  /** What was reported last, with the documents that were open then. */
  #reported: ReadonlyMap<string, LoadedProject> = new Map();
  #open = '';

  constructor({ reader, writer, start, fileSystem, knowledge, readings }: HeavyServerHost) {
    this.#connection = createMessageConnection(reader, writer);
    const log: Log = {
      takes: (level) => start.logLevels.includes(level),
      write: (level, message) => this.#tell('log', { level, message }),
    };
    const client = clientProfile(start.initializeParams);
    const session = new Session(fileSystem, knowledge(), start.allowRoots, (message) =>
      this.#tell('refused', { message }),
    );
    if (readings !== undefined) session.useReadings(readings);
    const notify: ServerContext['notify'] = (method, params) => {
      void this.#connection.sendNotification(method, params);
    };
    this.#context = {
      session,
      client,
      positions: new Positions(client.encoding),
      log,
      trace: new Trace(log, notify, 'off'),
      uris: new OpenUris(),
      reported: new ReportedDiagnostics(),
      progresses: new Progresses(),
      sentTokens: new SentTokens(`${start.generation}/`),
      activity: new Activity(),
      cachedReports: new CachedReports(session, client, {
        diagnostics: (project) => diagnosticsOfProject(this.#context, project),
        symbols: (project) => symbolsOfProject(this.#context, project),
        left: () => null,
      }),
      heavy: null,
      networkUse: start.networkUse,
      network: null,
      notify,
      ask: (method, params) => this.#connection.sendRequest(method, params),
      invalidate() {},
      prepare() {},
    };
    this.#views = new IndexViews(session);
    session.setFolders(start.folders);
    // What is wrong with settings is told by the thread that has them from the client.
    const options = field(start.initializeParams, 'initializationOptions');
    session.setClientSettings('initializationOptions', options);
    if (start.configuration !== undefined)
      session.setClientSettings('configuration', start.configuration);
    setInterval(() => {
      if (session.recheck()) this.#tell('changed', null);
    }, POLL_MS).unref();
  }

  listen(): void {
    this.#on('answer', ({ method, params }, token) => this.#answer(method, params, token));
    this.#on('report', ({ uris }) => this.#report(uris));
    this.#on('closed', ({ manifest }) => this.#closed(manifest));
    this.#on('noteBuild', ({ log, uris }) =>
      noteBuild(this.#context, log, this.#heavyProjectsOf(uris)).texts.slice(),
    );
    this.#on('wanted', ({ uri, names }) => {
      const project = this.#projectOf(uri);
      if (project === null) return null;
      const manifest = this.#context.uris.of(project.manifest.file);
      return { manifest, wanted: wantedOf(project, names) };
    });
    this.#on('indexQuestions', ({ uris }) =>
      this.#answers.missing(indexQuestions(this.#judged(uris))),
    );
    this.#on('noteIndex', ({ uris }) => this.#views.give(this.#judged(uris), this.#answers));
    this.#listenTo('page', ({ question, answer }) => this.#answers.takePage(question, answer));
    this.#listenTo('vulnerabilities', ({ releases, answers }) => {
      for (const [at, release] of releases.entries())
        this.#answers.takeVulnerabilities(release, answers[at] ?? []);
    });
    this.#listenTo('readings', ({ manifest }) => {
      const file = this.#context.uris.fileOf(manifest);
      if (file !== null) this.#context.session.takeReadings(file);
    });
    this.#listenTo('take', ({ method, params }) => this.#take(method, params));
    this.#listenTo('settings', ({ json }) => {
      this.#context.session.setClientSettings('configuration', json);
    });
    this.#connection.listen();
  }

  #on<Method extends keyof WorkerRequests>(
    method: Method,
    answer: (params: WorkerRequests[Method][0], token: CancellationToken) => unknown,
  ): void {
    this.#connection.onRequest(method, answer);
  }

  #listenTo<Method extends keyof WorkerNotifications>(
    method: Method,
    take: (params: WorkerNotifications[Method]) => void,
  ): void {
    this.#connection.onNotification(method, take);
  }

  #tell<Method extends keyof ToldByWorker>(method: Method, params: ToldByWorker[Method]): void {
    void this.#connection.sendNotification(method, params);
  }

  #answer(method: string, params: unknown, token: CancellationToken): unknown {
    const answer = answerRequest(this.#context, method, params, token);
    return answer instanceof ResponseError ? answer : Buffer.from(JSON.stringify(answer ?? null));
  }

  #take(method: string, params: unknown): void {
    try {
      const handle = DOCUMENTS.get(method) ?? notificationHandlers.get(method);
      handle?.(this.#context, params);
    } catch (error) {
      // What was sent wrongly is told by the other thread, which takes the same.
      if (!(error instanceof ResponseError))
        this.#context.log.write('error', `${method} failed: ${describeError(error)}`);
    }
  }

  #projectOf(uri: string): Project | null {
    const file = this.#context.uris.fileOf(uri);
    return file === null ? null : (this.#context.session.projectsOf(file)[0]?.project ?? null);
  }

  /** The heavy projects of documents that could be read. */
  #judged(uris: readonly string[]): readonly Project[] {
    return this.#heavyProjectsOf(uris).flatMap(({ project }) => project ?? []);
  }

  #report(uris: readonly string[]): readonly ReportedProject[] {
    const { session, uris: names } = this.#context;
    session.recheck();
    const projects = this.#heavyProjectsOf(uris);
    const open = session.openFiles().join('\n');
    const isOpenAsBefore = open === this.#open;
    const before = this.#reported;
    this.#open = open;
    this.#reported = new Map(projects.map((project) => [project.manifest, project]));
    if (projects.some(({ manifest }) => !before.has(manifest)) || before.size > projects.length)
      session.forgetClosed(projects);
    return projects.map((project) => {
      const manifest = names.of(project.manifest);
      if (isOpenAsBefore && before.get(project.manifest) === project) return { manifest };
      const files = [...project.sources.keys()].map((file) => names.of(file));
      return { manifest, files, reports: this.#reportsOf(project) };
    });
  }

  #heavyProjectsOf(uris: readonly string[]): readonly LoadedProject[] {
    const { session, uris: names } = this.#context;
    const files = uris.flatMap((uri) => names.fileOf(uri) ?? []);
    const projects = new Set(files.flatMap((file) => session.projectsOf(file)));
    return [...projects].filter(({ heavyFiles }) => heavyFiles.size > 0);
  }

  #reportsOf(project: LoadedProject): readonly FileReport[] {
    const { session, uris } = this.#context;
    const found = new Map<string, readonly string[]>(diagnosticsOfProject(this.#context, project));
    return [...found].map(([file, diagnostics]) => ({
      uri: uris.of(file),
      version: session.buffer(file)?.version ?? null,
      diagnostics,
    }));
  }

  #closed(uri: string): ClosedReport {
    const { session, uris } = this.#context;
    const manifest = uris.fileOf(uri);
    if (manifest === null) return { paths: [], reports: [], symbols: [] };
    session.recheck();
    const project = session.project(manifest);
    const report = {
      paths: project.paths(),
      reports: this.#reportsOf(project),
      symbols: symbolsOfProject(this.#context, project),
    };
    session.forgetClosed([...this.#reported.values()]);
    return report;
  }
}

/** Documents are only kept: what is made of them is made when it is asked for. */
const DOCUMENTS: ReadonlyMap<string, NotificationHandler> = new Map<string, NotificationHandler>([
  ['textDocument/didOpen', (context, params) => openDocument(context, openParams(params))],
  ['textDocument/didChange', (context, params) => changeDocument(context, changeParams(params))],
  ['textDocument/didClose', (context, params) => closeDocument(context, documentParams(params))],
]);
