import { MessageChannel } from 'node:worker_threads';
import {
  AbstractMessageWriter,
  PortMessageReader,
  PortMessageWriter,
  type Message,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import { serveHeavy } from '../../server/protocol/worker/heavy-server.ts';
import type { StartWorker, WorkerStart } from '../../server/protocol/worker/messages.ts';
import type { FileSystem } from '../../server/session/file-system.ts';
import type { UserReadings } from '../../server/session/user-readings.ts';

/** Workers in this thread, behind ports as threads are, that a test can hold up and end. */
export class TestWorkers {
  readonly starts: WorkerStart[] = [];
  /** How many were ended by the server. */
  ends: number = 0;
  readonly #fileSystem: FileSystem;
  readonly #knowledge: KnowledgeBase;
  readonly #readings: UserReadings | undefined;
  #isHeld: boolean;
  #queue: (() => void)[] = [];
  #crash: (why: string) => void = () => {};

  /** @param isHeld whether what is sent to a worker waits for `release`. */
  constructor(
    fileSystem: FileSystem,
    knowledge: KnowledgeBase,
    isHeld = false,
    readings?: UserReadings,
  ) {
    this.#fileSystem = fileSystem;
    this.#readings = readings;
    this.#knowledge = knowledge;
    this.#isHeld = isHeld;
  }

  /** Starts a worker; to be given to a server. */
  readonly start: StartWorker = (start) => {
    this.starts.push(start);
    const { port1: here, port2: there } = new MessageChannel();
    serveHeavy({
      reader: new PortMessageReader(there),
      writer: new PortMessageWriter(there),
      start: structuredClone(start),
      fileSystem: this.#fileSystem,
      knowledge: () => this.#knowledge,
      ...(this.#readings === undefined ? {} : { readings: this.#readings }),
    });
    this.#queue = [];
    const port = new PortMessageWriter(here);
    return {
      reader: new PortMessageReader(here),
      writer: new HeldWriter((message) => this.#send(() => void port.write(message))),
      onEnd: (ended) => {
        this.#crash = (why) => {
          here.close();
          ended(why);
        };
      },
      end: () => {
        this.ends += 1;
        here.close();
      },
    };
  };

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    for (const send of this.#queue.splice(0)) send();
  }

  /** Ends the worker that runs, as if by itself. */
  crash(why: string): void {
    this.#crash(why);
  }

  #send(send: () => void): void {
    if (this.#isHeld) this.#queue.push(send);
    else send();
  }
}

class HeldWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #send: (message: Message) => void;

  constructor(send: (message: Message) => void) {
    super();
    this.#send = send;
  }

  write(message: Message): Promise<void> {
    this.#send(message);
    return Promise.resolve();
  }

  end(): void {}
}
