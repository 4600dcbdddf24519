import { PassThrough } from 'node:stream';
import { leveledLog, logLine } from '../../server/protocol/log.ts';
import { serve } from '../../server/protocol/server.ts';
import type { FileSystem } from '../../server/session/file-system.ts';
import { fixtureKnowledge } from './fixture-knowledge.ts';
import { NO_CONFIGURATION } from '../../server/session/user-configuration.ts';

/** What the server sends, as far as a test looks at it. */
export interface Reply {
  readonly id?: unknown;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** The bytes of one message of the base protocol. */
export function frame(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

export function message(value: object): Buffer {
  return frame(JSON.stringify({ jsonrpc: '2.0', ...value }));
}

/** A client of a server in this process that sends bytes, whatever they mean, and reads frames. */
export class RawClient {
  readonly replies: Reply[] = [];
  readonly logged: string[] = [];
  /** Null while the server runs. */
  exitCode: number | null = null;
  readonly #toServer = new PassThrough();
  readonly #waiting = new Set<() => void>();
  #received = Buffer.alloc(0);
  #lastId = 1_000_000;

  constructor(fileSystem: FileSystem) {
    const fromServer = new PassThrough();
    fromServer.on('data', (chunk: Buffer) => this.#receive(chunk));
    void serve({
      input: this.#toServer,
      output: fromServer,
      version: '0.0.0',
      log: leveledLog('warn', (level, text) => this.logged.push(logLine(level, text))),
      fileSystem,
      userConfiguration: () => NO_CONFIGURATION,
      startWorker: null,
      knowledge: () => fixtureKnowledge,
      watchClient() {},
    }).then((code) => {
      this.exitCode = code;
    });
  }

  send(bytes: Buffer): void {
    this.#toServer.write(bytes);
  }

  /** The reply to a request of its own; rejects where none comes in time. */
  async request(method: string, params?: unknown): Promise<Reply> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.send(message({ id, method, params }));
    return this.reply(id);
  }

  /** The reply with this id, also one that has come already. */
  reply(id: unknown): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.replies.find((one) => one.id === id && one.method === undefined);
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => reject(new Error(`no reply to ${String(id)}`)), 20_000);
      this.#waiting.add(look);
      look();
    });
  }

  end(): void {
    this.#toServer.end();
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n');
      if (end < 0) break;
      const length = Number(
        this.#received.toString('latin1', 0, end).slice('Content-Length: '.length),
      );
      const start = end + 4;
      if (this.#received.length < start + length) break;
      const content = this.#received.toString('utf8', start, start + length);
      this.replies.push(JSON.parse(content) as Reply);
      this.#received = this.#received.subarray(start + length);
    }
    for (const look of this.#waiting) look();
  }
}
