import {
  createMessageConnection,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { clientProfile, serverCapabilities, type ClientProfile } from './capabilities.ts';
import { errorCodes, field } from './decode.ts';
import { FrameReader, FrameWriter } from './frames.ts';
import type { ServerHost } from './host.ts';
import { describeError, firstLine } from './log.ts';
import type { Work } from './work.ts';

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

type State = 'uninitialized' | 'running' | 'shut-down';

/**
 * The connection and its life, from `initialize` to `exit`. What works in between is loaded behind
 * the answer to `initialize`, which so does not wait for it; messages that come meanwhile are taken
 * in their order afterwards.
 */
class Server {
  readonly #host: ServerHost;
  readonly #connection: MessageConnection;
  readonly #done: (exitCode: number) => void;
  #state: State = 'uninitialized';
  #loading: Promise<void> | null = null;
  #work: Work | null = null;
  /** How many messages have been handled. */
  #handled = 0;

  constructor(host: ServerHost, done: (exitCode: number) => void) {
    this.#host = host;
    this.#done = done;
    // The library quotes whole messages behind the first line of what it says.
    const log = (message: string): void => host.log.write('error', firstLine(message));
    this.#connection = createMessageConnection(
      new FrameReader(host.input, (message) => host.log.write('warn', message)),
      new FrameWriter(host.output),
      { error: log, warn: log, info: log, log },
    );
  }

  listen(): void {
    const { input, output, log } = this.#host;
    this.#connection.onRequest((method, params, token) =>
      this.#inOrder(() => this.#answer(method, Array.isArray(params) ? params[0] : params, token)),
    );
    this.#connection.onNotification((method, params) => {
      void this.#inOrder(() => this.#take(method, Array.isArray(params) ? params[0] : params));
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

  #inOrder(handle: () => unknown): unknown {
    return this.#loading === null ? handle() : this.#loading.then(handle);
  }

  #end(): void {
    this.#work?.stop();
    this.#done(this.#state === 'shut-down' ? 0 : 1);
  }

  /** What came before is still answered: the connection takes one message a turn of the event loop, and writes later. */
  #endWhenIdle(): void {
    const handled = this.#handled;
    setTimeout(() => {
      if (handled === this.#handled && this.#loading === null) this.#end();
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
    if (this.#state === 'uninitialized')
      return failure(errorCodes.serverNotInitialized, 'The server is not initialized yet.');
    if (this.#state === 'shut-down')
      return failure(errorCodes.invalidRequest, 'The server is shut down.');
    if (method === 'shutdown') {
      this.#state = 'shut-down';
      this.#work?.stop();
      return null;
    }
    return this.#work?.answer(method, params, token) ?? null;
  }

  #take(method: string, params: unknown): void {
    this.#handled += 1;
    if (method === 'exit') return this.#endWhenIdle();
    if (this.#state === 'running') this.#work?.take(method, params);
  }

  #initialize(params: unknown): unknown {
    const client = clientProfile(params);
    const processId = field(params, 'processId');
    if (typeof processId === 'number') this.#host.watchClient(processId);
    this.#state = 'running';
    this.#loading = this.#load(client, params).catch((error: unknown) => {
      this.#host.log.write('error', `the server cannot work: ${describeError(error)}`);
      this.#end();
    });
    return {
      capabilities: serverCapabilities(client),
      serverInfo: { name: 'pyproject-nix-ls', version: this.#host.version },
    };
  }

  async #load(client: ClientProfile, params: unknown): Promise<void> {
    const { Work } = await import('./work.ts');
    this.#work = new Work(this.#host, this.#connection, client, params);
    this.#loading = null;
  }
}

function failure(code: number, message: string): ResponseError {
  return new ResponseError(code, message);
}
