import type { Readable, Writable } from 'node:stream';
import {
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { FileSystem } from '../session/file-system.ts';
import { Session } from '../session/session.ts';
import { clientProfile, serverCapabilities, workspaceFolderUris } from './capabilities.ts';
import { OpenUris, type ServerContext } from './context.ts';
import { tellProblems } from './configuration.ts';
import { errorCodes, field } from './decode.ts';
import { ReportedDiagnostics } from './reported-diagnostics.ts';
import { FrameFilter } from './frame-filter.ts';
import { notificationHandlers, requestHandlers } from './handlers.ts';
import { describeError, type Log } from './log.ts';
import { Positions } from './positions.ts';
import { Publisher } from './publish.ts';
import { fileOfUri } from './uris.ts';

/** What the server is given by the process that it runs in. */
export interface ServerHost {
  readonly input: Readable;
  readonly output: Writable;
  readonly version: string;
  readonly log: Log;
  readonly fileSystem: FileSystem;
  readonly knowledge: KnowledgeBase;
  /** Called with the client's process id, to end the server when that process is gone. */
  watchClient(processId: number): void;
}

/**
 * Speaks LSP until the client says `exit` or closes the input. Resolves with the exit code: 0 after
 * a `shutdown` request, else 1 (LSP 3.17, exit notification).
 */
export function serve(host: ServerHost): Promise<number> {
  return new Promise((resolve) => {
    new Server(host, resolve).listen();
  });
}

/** Milliseconds without a message after which a closed input has nothing more to give, and all answers are written. */
const IDLE_MS = 20;

/**
 * Milliseconds between two looks at the modification times of the files in use. Neovim watches no
 * files on Linux and Helix reports its own saves alone: this is how `poetry lock` in a terminal is
 * seen.
 */
const POLL_MS = 2000;

type State = 'uninitialized' | 'running' | 'shut-down';

class Server {
  readonly #host: ServerHost;
  readonly #connection: MessageConnection;
  readonly #done: (exitCode: number) => void;
  #state: State = 'uninitialized';
  #context: ServerContext | null = null;
  #publisher: Publisher | null = null;
  #poll: NodeJS.Timeout | undefined;
  /** How many messages have been handled. */
  #handled = 0;

  constructor(host: ServerHost, done: (exitCode: number) => void) {
    this.#host = host;
    this.#done = done;
    const log = (message: string): void => host.log.write('error', message);
    this.#connection = createMessageConnection(
      new StreamMessageReader(
        host.input.pipe(new FrameFilter((message) => host.log.write('warning', message))),
      ),
      new StreamMessageWriter(host.output),
      { error: log, warn: log, info: log, log },
    );
  }

  listen(): void {
    const { input, output, log } = this.#host;
    this.#connection.onRequest((method, params, token) =>
      this.#answer(method, Array.isArray(params) ? params[0] : params, token),
    );
    this.#connection.onNotification((method, params) => {
      this.#take(method, Array.isArray(params) ? params[0] : params);
    });
    this.#connection.onError(([error]) =>
      log.write('error', `connection: ${describeError(error)}`),
    );
    this.#connection.onClose(() => this.#endWhenIdle());
    input.on('end', () => this.#endWhenIdle());
    input.on('close', () => this.#endWhenIdle());
    input.on('error', () => this.#end());
    output.on('error', () => this.#end());
    this.#connection.listen();
  }

  #end(): void {
    this.#publisher?.stop();
    clearInterval(this.#poll);
    this.#done(this.#state === 'shut-down' ? 0 : 1);
  }

  /** What came before is still answered: the connection takes one message a turn of the event loop, and writes later. */
  #endWhenIdle(): void {
    const handled = this.#handled;
    setTimeout(() => {
      if (handled === this.#handled) this.#end();
      else this.#endWhenIdle();
    }, IDLE_MS);
  }

  #answer(method: string, params: unknown, token: CancellationToken): unknown {
    this.#handled += 1;
    if (method === 'initialize') {
      if (this.#state !== 'uninitialized')
        return failure(errorCodes.invalidRequest, 'The server is initialized already.');
      return this.#initialize(params);
    }
    const context = this.#context;
    if (context === null)
      return failure(errorCodes.serverNotInitialized, 'The server is not initialized yet.');
    if (this.#state === 'shut-down')
      return failure(errorCodes.invalidRequest, 'The server is shut down.');
    if (method === 'shutdown') {
      this.#state = 'shut-down';
      this.#publisher?.stop();
      return null;
    }
    const handler = requestHandlers.get(method);
    if (handler === undefined)
      return failure(errorCodes.methodNotFound, `The server does not know ${method}.`);
    if (token.isCancellationRequested)
      return failure(errorCodes.requestCancelled, 'The request was cancelled.');
    try {
      return handler.answer(context, params);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      this.#host.log.write('error', `${method} failed: ${describeError(error)}`);
      return handler.empty(params);
    }
  }

  #take(method: string, params: unknown): void {
    this.#handled += 1;
    if (method === 'exit') return this.#endWhenIdle();
    const context = this.#context;
    if (context === null || this.#state === 'shut-down') return;
    try {
      notificationHandlers.get(method)?.(context, params);
    } catch (error) {
      if (error instanceof ResponseError)
        this.#host.log.write('warning', `${method} was sent wrongly: ${error.message}`);
      else this.#host.log.write('error', `${method} failed: ${describeError(error)}`);
    }
  }

  #initialize(params: unknown): unknown {
    const { fileSystem, knowledge, log, version } = this.#host;
    const client = clientProfile(params);
    const session = new Session(fileSystem, knowledge);
    const connection = this.#connection;
    const context: ServerContext = {
      session,
      client,
      positions: new Positions(client.encoding),
      log,
      uris: new OpenUris(),
      reported: new ReportedDiagnostics(),
      notify(method, sent) {
        void connection.sendNotification(method, sent);
      },
      ask: (method, sent) => connection.sendRequest(method, sent),
      invalidate: () => this.#publisher?.schedule(),
    };
    session.setFolders(workspaceFolderUris(params).flatMap((uri) => fileOfUri(uri) ?? []));
    tellProblems(
      context,
      session.setClientSettings('initializationOptions', field(params, 'initializationOptions')),
    );
    const processId = field(params, 'processId');
    if (typeof processId === 'number') this.#host.watchClient(processId);
    this.#context = context;
    this.#publisher = new Publisher(context);
    this.#poll = setInterval(() => {
      if (session.recheck()) context.invalidate();
    }, POLL_MS).unref();
    this.#state = 'running';
    return {
      capabilities: serverCapabilities(client),
      serverInfo: { name: 'pyproject-nix-ls', version },
    };
  }
}

function failure(code: number, message: string): ResponseError {
  return new ResponseError(code, message);
}
