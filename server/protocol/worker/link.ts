import { createMessageConnection, type CancellationToken } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type {
  ToldByWorker,
  WorkerNotifications,
  WorkerRequests,
  WorkerStart,
  WorkerThread,
} from './messages.ts';

/** How often a worker ends before it has answered anything, until no other is started. */
const MOST_ENDS = 3;

/** What is done about what a worker says and what becomes of it. */
export interface LinkHandlers {
  /** The thread was started, and waits for what there is to be known. */
  started(): void;
  /** It has ended by itself; `isLast` if no other is started. What was asked of it is not answered. */
  ended(why: string, isLast: boolean): void;
  readonly told: {
    readonly [Method in keyof ToldByWorker]: (params: ToldByWorker[Method]) => void;
  };
  /** Prepares a connection for what the worker asks and tells the client. */
  forward(connection: MessageConnection): void;
}

interface Running {
  readonly thread: WorkerThread;
  readonly connection: MessageConnection;
}

/** The worker: started when something is first asked of it, and again where it has ended by itself. */
export class WorkerLink {
  readonly #start: (generation: number) => WorkerThread;
  readonly #handlers: LinkHandlers;
  #running: Running | null = null;
  #generation = 0;
  #ends = 0;
  /** Requests that are not answered yet. */
  #waiting = 0;

  constructor(
    start: (generation: WorkerStart['generation']) => WorkerThread,
    handlers: LinkHandlers,
  ) {
    this.#start = start;
    this.#handlers = handlers;
  }

  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  /** Rejects with a `ResponseError` where the worker says so, and with another error where it ends or has given up. */
  async request<Method extends keyof WorkerRequests>(
    method: Method,
    params: WorkerRequests[Method][0],
    token?: CancellationToken,
  ): Promise<WorkerRequests[Method][1]> {
    if (this.#ends >= MOST_ENDS) throw new WorkerEnded();
    const running = this.#running ?? this.#started();
    this.#waiting += 1;
    try {
      const answer = await running.connection.sendRequest<WorkerRequests[Method][1]>(
        method,
        params,
        token,
      );
      this.#ends = 0;
      return answer;
    } catch (error) {
      throw this.#running === running ? error : new WorkerEnded();
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Tells a worker that runs; one that is started later is told all at once. */
  notify<Method extends keyof WorkerNotifications>(
    method: Method,
    params: WorkerNotifications[Method],
  ): void {
    void this.#running?.connection.sendNotification(method, params);
  }

  /** Lets one be started again that has ended too often. */
  tryAgain(): void {
    this.#ends = Math.min(this.#ends, MOST_ENDS - 1);
  }

  /** Ends the thread, if there is one. */
  stop(): void {
    const running = this.#running;
    this.#running = null;
    running?.connection.dispose();
    running?.thread.end();
  }

  #started(): Running {
    const thread = this.#start(this.#generation);
    this.#generation += 1;
    const connection = createMessageConnection(thread.reader, thread.writer);
    const running = { thread, connection };
    this.#running = running;
    const { told } = this.#handlers;
    connection.onNotification('changed', () => told.changed(null));
    connection.onNotification('refused', told.refused);
    connection.onNotification('log', told.log);
    this.#handlers.forward(connection);
    thread.onEnd((why) => {
      if (this.#running !== running) return;
      this.#running = null;
      this.#ends += 1;
      connection.dispose();
      this.#handlers.ended(why, this.#ends >= MOST_ENDS);
    });
    connection.listen();
    this.#handlers.started();
    return running;
  }
}

/** What was asked of a worker that is not there any more. */
class WorkerEnded extends Error {
  override readonly name: string = 'WorkerEnded';
}
