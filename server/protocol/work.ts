import { ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc/node';
import { Session } from '../session/session.ts';
import { Activity } from './activity.ts';
import { answerRequest } from './answer.ts';
import { workspaceFolderUris, type ClientProfile } from './capabilities.ts';
import { tellProblems } from './configuration.ts';
import { tellRefused } from './refused.ts';
import type { ServerContext } from './context.ts';
import { field } from './decode.ts';
import { diagnosticsOfProject } from './diagnostics.ts';
import { CachedReports } from './cached-reports.ts';
import { notificationHandlers } from './handlers.ts';
import type { ServerHost } from './host.ts';
import { describeError } from './log.ts';
import type { Notify } from './methods.ts';
import { symbolsOfProject } from './outline.ts';
import { agreesTo } from './network/agree.ts';
import { indexKeeperOf } from './network/index-work.ts';
import type { IndexKeeper } from './network/index-keeper.ts';
import { ServerNetwork } from './network/server-network.ts';
import { Positions } from './positions.ts';
import { Preparation } from './preparation.ts';
import { OpenUris } from './open-uris.ts';
import { Progresses } from './progress.ts';
import { Publisher } from './publish.ts';
import { ReportedDiagnostics } from './reported-diagnostics.ts';
import { SentTokens } from './sent-tokens.ts';
import { Trace } from './trace.ts';
import { fileOfUri } from './uris.ts';
import { heavyProjects, leftReport } from './worker/heavy-work.ts';

/**
 * Milliseconds between two looks at the modification times of the files in use. Neovim watches no
 * files on Linux and Helix reports its own saves alone: this is how `poetry lock` in a terminal is
 * seen.
 */
const POLL_MS = 2000;

/** What the session of a worker takes as that of this thread does. Settings and the trace are this thread's. */
const HANDED_ON: ReadonlySet<string> = new Set([
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didSave',
  'textDocument/didClose',
  'workspace/didChangeWatchedFiles',
  'workspace/didCreateFiles',
  'workspace/didRenameFiles',
  'workspace/didDeleteFiles',
  'workspace/didChangeWorkspaceFolders',
]);

/** Answers a client that is initialized: all of the server that `initialize` itself has no need of. */
export class Work {
  readonly #context: ServerContext;
  readonly #publisher: Publisher;
  readonly #preparation: Preparation;
  readonly #poll: NodeJS.Timeout;
  readonly #trace: Trace;
  readonly #activity = new Activity();
  /** Null where the user's configuration has no network. */
  readonly #indexKeeper: IndexKeeper | null;

  /** @param initializeParams as the client sent them, whatever they are. */
  constructor(
    {
      fileSystem,
      userConfiguration,
      knowledge,
      readings,
      log,
      startWorker,
      startNetwork,
      version,
    }: ServerHost,
    connection: MessageConnection,
    client: ClientProfile,
    initializeParams: unknown,
  ) {
    const { allowRoots, network, indexHosts, vulnerabilities, problems } = userConfiguration();
    const networkUse = startNetwork === undefined ? 'off' : network;
    const session = new Session(
      fileSystem,
      knowledge(),
      allowRoots,
      (message) => tellRefused(this.#context, message),
      startWorker === null ? 'read' : 'left',
    );
    if (readings !== undefined) session.useReadings(readings);
    const notify: Notify = (method, params) => {
      void connection.sendNotification(method, params);
    };
    this.#trace = new Trace(log, notify, field(initializeParams, 'trace'));
    this.#context = {
      session,
      client,
      positions: new Positions(client.encoding),
      log,
      uris: new OpenUris(),
      reported: new ReportedDiagnostics(),
      progresses: new Progresses(),
      sentTokens: new SentTokens(),
      activity: this.#activity,
      cachedReports: new CachedReports(session, client, {
        diagnostics: (project) => diagnosticsOfProject(this.#context, project),
        symbols: (project) => symbolsOfProject(this.#context, project),
        left: (project) => leftReport(this.#context, project),
      }),
      heavy:
        startWorker === null
          ? null
          : heavyProjects({
              startWorker,
              start: { initializeParams, allowRoots, networkUse },
              context: () => this.#context,
              connection,
            }),
      network:
        startNetwork === undefined || (network === 'off' && vulnerabilities?.kind !== 'database')
          ? null
          : new ServerNetwork(() => startNetwork({ version, indexHosts, vulnerabilities }), {
              agrees: (host) => agreesTo(this.#context, host),
            }),
      networkUse,
      trace: this.#trace,
      notify,
      ask: (method, params) => connection.sendRequest(method, params),
      invalidate: () => this.#publisher.schedule(),
      prepare: (file) => this.#preparation.add(file),
    };
    const preparation = new Preparation(this.#context);
    this.#preparation = preparation;
    this.#indexKeeper = indexKeeperOf(this.#context, vulnerabilities);
    this.#publisher = new Publisher(this.#context, () => {
      preparation.begin();
      this.#indexKeeper?.look();
    });
    session.setFolders(
      workspaceFolderUris(initializeParams).flatMap((uri) => fileOfUri(uri) ?? []),
    );
    log.write('info', aboutClient(client, initializeParams, session.folders.length));
    const options = field(initializeParams, 'initializationOptions');
    tellProblems(
      this.#context,
      problems.map((message) => ({ message })),
    );
    tellProblems(this.#context, session.setClientSettings('initializationOptions', options));
    this.#poll = setInterval(() => {
      if (!session.recheck()) return;
      this.#context.cachedReports.invalidate();
      this.#publisher.schedule();
    }, POLL_MS).unref();
  }

  answer(method: string, params: unknown, token: CancellationToken): unknown {
    this.#activity.messages += 1;
    const since = performance.now();
    const handled = (): void => this.#trace.handled('request', method, params, since);
    const answer = answerRequest(this.#context, method, params, token);
    if (answer instanceof Promise) return answer.finally(handled);
    handled();
    return answer;
  }

  take(method: string, params: unknown): void {
    this.#activity.messages += 1;
    const { log } = this.#context;
    const since = performance.now();
    try {
      // First, so that the worker is at it while this thread is.
      if (HANDED_ON.has(method)) this.#context.heavy?.take(method, params);
      notificationHandlers.get(method)?.(this.#context, params);
    } catch (error) {
      if (error instanceof ResponseError)
        log.write('warn', `${method} was sent wrongly: ${error.message}`);
      else log.write('error', `${method} failed: ${describeError(error)}`);
    }
    this.#trace.handled('notification', method, params, since);
  }

  /** Says nothing more by itself, and leaves what it is in the middle of. */
  stop(): void {
    this.#activity.isStopped = true;
    this.#publisher.stop();
    this.#preparation.stop();
    this.#context.heavy?.stop();
    this.#indexKeeper?.stop();
    this.#context.network?.stop();
    clearInterval(this.#poll);
  }
}

/** What has to be known of a client to understand what it is answered. */
function aboutClient(client: ClientProfile, initializeParams: unknown, folders: number): string {
  const info = field(initializeParams, 'clientInfo');
  const name = [field(info, 'name'), field(info, 'version')]
    .filter((part) => typeof part === 'string')
    .join(' ');
  const diagnostics = client.pullsDiagnostics ? 'pulled' : 'pushed';
  return `client ${name || 'without a name'}; positions in ${client.encoding}; diagnostics ${diagnostics}; workspace folders ${folders}`;
}
