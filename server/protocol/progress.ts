import type {
  ProgressToken,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageserver';
import type { Ask, Notify } from './methods.ts';

/** What a progress needs of the connection. */
export interface ProgressChannel {
  readonly notify: Notify;
  readonly ask: Ask;
  /** Whether the client takes progress that it has not asked for. */
  readonly creates: boolean;
}

/** The progresses that a user may cancel, by token. */
export class Progresses {
  readonly #running = new Map<ProgressToken, WorkDoneProgress>();
  #count = 0;

  /** Starts one on the token of the request that is being answered, else on one of our own. */
  start(channel: ProgressChannel, token: ProgressToken | null, title: string): WorkDoneProgress {
    this.#count += 1;
    const name = token ?? `pyproject-nix-ls/${this.#count}`;
    const progress = new WorkDoneProgress(channel, name, token !== null, title, () =>
      this.#running.delete(name),
    );
    this.#running.set(name, progress);
    return progress;
  }

  /** `window/workDoneProgress/cancel`. A token that is not known is of a progress that has ended. */
  cancel(token: ProgressToken): void {
    this.#running.get(token)?.cancelByUser();
  }
}

/** Milliseconds of work before a progress that nobody asked for is shown. */
const SHOW_AFTER_MS = 300;

/** Milliseconds between two reports. */
const REPORT_EVERY_MS = 100;

/** The progress of one long piece of work. */
export class WorkDoneProgress {
  readonly #channel: ProgressChannel;
  readonly #token: ProgressToken;
  readonly #title: string;
  readonly #ended: () => void;
  readonly #started = performance.now();
  #state: 'waiting' | 'creating' | 'shown' | 'refused' | 'ended' = 'waiting';
  #reported = 0;
  #isCancelled = false;

  constructor(
    channel: ProgressChannel,
    token: ProgressToken,
    isOfClient: boolean,
    title: string,
    ended: () => void,
  ) {
    this.#channel = channel;
    this.#token = token;
    this.#title = title;
    this.#ended = ended;
    if (isOfClient) this.#begin();
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  cancelByUser(): void {
    this.#isCancelled = true;
  }

  /** `percentage` from 0 to 100; null while it is not known how much there is. */
  report(message: string, percentage: number | null): void {
    const now = performance.now();
    if (this.#state === 'waiting' && now - this.#started >= SHOW_AFTER_MS) this.#create();
    if (this.#state !== 'shown' || now - this.#reported < REPORT_EVERY_MS) return;
    this.#reported = now;
    this.#send({
      kind: 'report',
      message,
      ...(percentage === null ? {} : { percentage: Math.floor(percentage) }),
    });
  }

  end(message: string): void {
    if (this.#state === 'shown') this.#send({ kind: 'end', message });
    this.#state = 'ended';
    this.#ended();
  }

  /** A token of ours may be used when the client has taken it, and not before. */
  #create(): void {
    this.#state = this.#channel.creates ? 'creating' : 'refused';
    if (this.#state === 'refused') return;
    this.#channel.ask('window/workDoneProgress/create', { token: this.#token }).then(
      () => {
        if (this.#state === 'creating') this.#begin();
      },
      () => {
        if (this.#state === 'creating') this.#state = 'refused';
      },
    );
  }

  #begin(): void {
    this.#state = 'shown';
    this.#send({ kind: 'begin', title: this.#title, cancellable: true, percentage: 0 });
  }

  #send(value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void {
    this.#channel.notify('$/progress', { token: this.#token, value });
  }
}
