import {
  CancellationTokenSource,
  createMessageConnection,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { PageAnswer, PageQuestion, ReleaseQuestion } from '../../index/view.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import type { NetworkRequests, NetworkThread, ReadDone, ToldByNetwork } from './messages.ts';

/** What whoever uses the editor is asked and told. */
export interface NetworkQuestions {
  /** Whether a host may be asked that the project alone names. */
  agrees(host: string): Promise<boolean>;
}

/**
 * What the server may have from the network, and the thread that gets it: nothing that is asked of the server waits for
 * it. The thread is started when it is first needed.
 */
export class ServerNetwork {
  readonly #start: () => NetworkThread;
  readonly #questions: NetworkQuestions;
  readonly #progress = new Map<number, (told: ToldByNetwork['progress']) => void>();
  #running: { readonly thread: NetworkThread; readonly connection: MessageConnection } | null =
    null;
  #jobs = 0;
  #mayRead = false;

  constructor(start: () => NetworkThread, questions: NetworkQuestions) {
    this.#start = start;
    this.#questions = questions;
  }

  /** Whether the user has said yes to reading packages; asked once, and again after a no. */
  async mayRead(ask: () => Promise<boolean>): Promise<boolean> {
    this.#mayRead ||= await ask();
    return this.#mayRead;
  }

  /** Reads packages where this machine has them or they can be fetched, and keeps what they say. */
  async read(
    files: readonly WantedFile[],
    onProgress: (told: ToldByNetwork['progress']) => void,
    token: CancellationToken,
  ): Promise<ReadDone> {
    this.#jobs += 1;
    const job = this.#jobs;
    this.#progress.set(job, onProgress);
    try {
      return await this.#request('read', { files, job }, token);
    } finally {
      this.#progress.delete(job);
    }
  }

  /** The pages of packages on their indexes, in the order in which they are asked for. */
  pages(packages: readonly PageQuestion[]): Promise<readonly PageAnswer[]> {
    return this.#request('pages', { packages });
  }

  /** What the user's database or service says of releases, in the order in which they are asked for. */
  vulnerabilities(
    releases: readonly ReleaseQuestion[],
  ): Promise<NetworkRequests['vulnerabilities'][1]> {
    return this.#request('vulnerabilities', { releases });
  }

  stop(): void {
    this.#running?.connection.dispose();
    this.#running?.thread.end();
    this.#running = null;
  }

  #request<Method extends keyof NetworkRequests>(
    method: Method,
    params: NetworkRequests[Method][0],
    token: CancellationToken = new CancellationTokenSource().token,
  ): Promise<NetworkRequests[Method][1]> {
    const { connection } = (this.#running ??= this.#started());
    return connection.sendRequest<NetworkRequests[Method][1]>(method, params, token);
  }

  #started(): { readonly thread: NetworkThread; readonly connection: MessageConnection } {
    const thread = this.#start();
    const connection = createMessageConnection(thread.reader, thread.writer);
    connection.onRequest<boolean, void>('agrees', ({ host }: { readonly host: string }) =>
      this.#questions.agrees(host),
    );
    connection.onNotification('progress', (told: ToldByNetwork['progress']) =>
      this.#progress.get(told.job)?.(told),
    );
    const running = { thread, connection };
    // What was asked of it is answered with an error, and the next question starts another.
    thread.onEnd(() => {
      if (this.#running === running) this.#running = null;
      connection.dispose();
    });
    connection.listen();
    return running;
  }
}
