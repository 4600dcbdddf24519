import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export interface Published {
  readonly uri: string;
  readonly diagnostics: readonly { readonly message: string }[];
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
}

/** A language server over stdio, with the time of everything that it says. Times are milliseconds. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #started = performance.now();
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #published: Published[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #exit: Promise<void>;
  /** What has come of the frame at hand, and how many bytes it takes; null until its header is whole. */
  #received: Buffer[] = [];
  #length: number | null = null;
  readonly #texts = new Map<string, string>();
  #lastId = 0;
  #version = 0;
  #wantsWholeText = false;

  constructor(command: readonly string[], cwd: string) {
    const [file = '', ...args] = command;
    this.#process = spawn(file, args, { cwd, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#process.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#exit = new Promise((resolve) => this.#process.on('exit', () => resolve()));
  }

  /** Returns the time from the start of the process to the answer. Diagnostics are asked to be pushed. */
  async initialize(root: string): Promise<number> {
    const rootUri = pathToFileURL(root).href;
    const answer = await this.request('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'sample' }],
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        workspace: { workspaceFolders: true },
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          // As Neovim 0.12 has it, and VS Code.
          completion: {
            contextSupport: true,
            completionItem: {
              snippetSupport: true,
              labelDetailsSupport: true,
              documentationFormat: ['markdown', 'plaintext'],
              resolveSupport: { properties: ['additionalTextEdits', 'command', 'documentation'] },
            },
            completionList: {
              itemDefaults: ['editRange', 'insertTextFormat', 'insertTextMode', 'data'],
            },
          },
          publishDiagnostics: { versionSupport: true },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        },
      },
    });
    const elapsed = performance.now() - this.#started;
    this.#wantsWholeText = syncKind(answer) === 1;
    this.notify('initialized', {});
    return elapsed;
  }

  open(uri: string, text: string): void {
    this.#version += 1;
    this.#texts.set(uri, text);
    const textDocument = { uri, languageId: 'toml', version: this.#version, text };
    this.notify('textDocument/didOpen', { textDocument });
  }

  /** Replaces the start of a line, as the server wants to be told: by the change or the whole text. */
  replace(uri: string, line: number, old: string, replacement: string): void {
    this.#version += 1;
    const lines = (this.#texts.get(uri) ?? '').split('\n');
    lines[line] = replacement + (lines[line] ?? '').slice(old.length);
    const text = lines.join('\n');
    this.#texts.set(uri, text);
    const range = { start: { line, character: 0 }, end: { line, character: old.length } };
    this.notify('textDocument/didChange', {
      textDocument: { uri, version: this.#version },
      contentChanges: [this.#wantsWholeText ? { text } : { range, text: replacement }],
    });
  }

  /** Waits for diagnostics of a document that fulfil a condition; null after the limit. */
  async published(
    uri: string,
    since: number,
    condition: (published: Published) => boolean = () => true,
    limit = 30_000,
  ): Promise<Published | null> {
    const deadline = performance.now() + limit;
    for (;;) {
      const found = this.#published.find(
        (one) => one.uri === uri && one.at >= since && condition(one),
      );
      if (found !== undefined) return found;
      const left = deadline - performance.now();
      if (left <= 0) return null;
      await this.#nextPublish(left);
    }
  }

  /** Sends a request and waits for its answer; errors count as answers. */
  request(method: string, params: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#send({ id, method, params });
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** Of the process; null where it could not be started. */
  get pid(): number | null {
    return this.#process.pid ?? null;
  }

  /** Resident memory of the process and its children, in MiB; null where there is no /proc. */
  memory(): number | null {
    try {
      return tree(this.#process.pid ?? 0).reduce((sum, pid) => sum + residentMemory(pid), 0);
    } catch {
      return null;
    }
  }

  /** Asks the server to end, and ends it if it does not. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 2000);
    void this.request('shutdown', undefined).then(() => {
      this.notify('exit', undefined);
      this.#process.stdin?.end();
    });
    await this.#exit;
    clearTimeout(timer);
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    for (;;) {
      const size = this.#received.reduce((sum, { length }) => sum + length, 0);
      // Put together once for a frame: its client must not be what takes long.
      if (this.#length !== null && size < this.#length) return;
      const bytes = Buffer.concat(this.#received);
      this.#received = [bytes];
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const header = bytes.toString('latin1', 0, end);
      const whole = end + 4 + Number(/Content-Length: (\d+)/i.exec(header)?.[1] ?? 0);
      this.#length = bytes.length < whole ? whole : null;
      if (this.#length !== null) return;
      this.#received = [bytes.subarray(whole)];
      this.#handle(messageOf(bytes.subarray(end + 4, whole)));
    }
  }

  #handle(message: Message): void {
    if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as Omit<Published, 'at'>;
      this.#published.push({ uri, diagnostics, at: performance.now() });
      for (const wake of this.#waiting) wake();
    } else if (message.method !== undefined) {
      // The server asks (configuration, registration): nothing is set, everything is granted.
      if (message.id !== undefined) this.#send({ id: message.id, result: null });
    } else if (message.id !== undefined) {
      this.#answers.get(message.id)?.(message.result);
      this.#answers.delete(message.id);
    }
  }

  #nextPublish(limit: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, limit);
      this.#waiting.add(wake);
    });
  }
}

/** 1 where the server wants whole texts, 2 where it wants changes (LSP's TextDocumentSyncKind). */
function syncKind(initializeResult: unknown): number | undefined {
  const { capabilities } = initializeResult as {
    capabilities: { textDocumentSync?: number | { change?: number } };
  };
  const { textDocumentSync: sync } = capabilities;
  return typeof sync === 'object' ? sync.change : sync;
}

/** Bytes of an answer that nobody here looks into. */
const LARGE = 1024 * 1024;

/** Of a large answer its id alone: to read it would take longer than what is measured beside it. */
function messageOf(body: Buffer): Message {
  const id = /^\{"jsonrpc":"2\.0","id":(\d+),"result":/.exec(body.toString('latin1', 0, 80))?.[1];
  if (body.length > LARGE && id !== undefined) return { id: Number(id), result: null };
  return JSON.parse(body.toString('utf8')) as Message;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

function tree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(name);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (let open = [root]; open.length > 0; open = open.flatMap((pid) => children.get(pid) ?? []))
    found.push(...open);
  return found;
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
