import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { writeFileSync } from 'node:fs';

export interface SoakOptions {
  /** The built server. */
  readonly main: string;
  /** The workspace folder. */
  readonly folder: string;
  /** The documents that are open and edited, by absolute path, as they are on disk. */
  readonly texts: ReadonlyMap<string, string>;
  readonly edits: number;
  /** Called ten times. */
  readonly progress: (edits: number, heap: Heap) => void;
}

/** Bytes after a forced collection. */
export interface Heap {
  readonly used: number;
  /** Of buffers, which are outside of the heap. */
  readonly external: number;
}

export interface SoakResult {
  readonly atTenth: Heap;
  readonly atEnd: Heap;
  /** The heap at the end by that at a tenth of the edits. */
  readonly ratio: number;
  /** The most that was measured on the way, by that at a tenth. */
  readonly worst: number;
}

/** Answers every message of its parent with what memory is in use, all documents being as they were at first. */
const PROBE = `process.on('message', () => { gc(); gc();
  const { heapUsed: used, external } = process.memoryUsage();
  process.send({ used, external }); }); process.channel.unref();`;

/** Edits documents of a server in a process of its own, asks it something after every edit, and measures its heap ten times. */
export async function soak({
  main,
  folder,
  texts,
  edits,
  progress,
}: SoakOptions): Promise<SoakResult> {
  const args = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(PROBE)}`];
  const child = spawn(process.execPath, [...args, main, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('the server has no pipes');
  const connection = createMessageConnection(
    new StreamMessageReader(stdout),
    new StreamMessageWriter(stdin),
  );
  connection.onRequest(() => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  });
  await connection.sendNotification('initialized', {});
  const desk = new Desk(connection, texts);
  await desk.openAll();
  const heaps: Heap[] = [];
  for (let part = 1; part <= 10; part += 1) {
    for (let count = 0; count < edits / 10; count += 1) await desk.editOnce();
    await desk.restoreAll();
    const heap = await measure(child);
    heaps.push(heap);
    progress((edits * part) / 10, heap);
  }
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await exit;
  connection.dispose();
  const [atTenth, atEnd] = [heaps[0], heaps.at(-1)];
  if (atTenth === undefined || atEnd === undefined) throw new Error('nothing was measured');
  const ratio = atEnd.used / atTenth.used;
  const worst = Math.max(...heaps.map(({ used }) => used)) / atTenth.used;
  return { atTenth, atEnd, ratio, worst };
}

async function measure(child: ChildProcess): Promise<Heap> {
  const answered = once(child, 'message');
  child.send('measure');
  const [heap] = (await answered) as [Heap];
  return heap;
}

/** Asked in turn, one after each edit, so that no work is put off for ever. */
const REQUESTS = [
  'textDocument/hover',
  'textDocument/completion',
  'textDocument/documentSymbol',
  'textDocument/inlayHint',
  'textDocument/codeAction',
  'textDocument/codeLens',
  'textDocument/definition',
  'textDocument/references',
  'workspace/symbol',
];

/** Edits between two of what happens seldom. */
const REOPENED_EVERY = 97;
const RESTORED_EVERY = 200;
const WRITTEN_EVERY = 500;

class Desk {
  readonly #connection: MessageConnection;
  readonly #originals: ReadonlyMap<string, string>;
  readonly #files: readonly string[];
  readonly #texts = new Map<string, string>();
  #version = 0;
  #count = 0;
  #state = 1;

  constructor(connection: MessageConnection, texts: ReadonlyMap<string, string>) {
    this.#connection = connection;
    this.#originals = texts;
    this.#files = [...texts.keys()];
  }

  async openAll(): Promise<void> {
    for (const [file, text] of this.#originals) await this.#open(file, text);
  }

  /** One edit and one question; now and then a document is closed, restored, or its file written. */
  async editOnce(): Promise<void> {
    this.#count += 1;
    const file = this.#files[this.#random(this.#files.length)] ?? '';
    const original = this.#originals.get(file) ?? '';
    if (this.#count % REOPENED_EVERY === 0) {
      await this.#notify('didClose', { textDocument: { uri: uriOf(file) } });
      await this.#open(file, original);
    }
    if (this.#count % RESTORED_EVERY === 0) await this.#replace(file, original);
    if (this.#count % WRITTEN_EVERY === 0) {
      // Longer by what no other write had: size and time differ.
      writeFileSync(file, `${original}# ${'x'.repeat(this.#count % 1000)}\n`);
      await this.#connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
      writeFileSync(file, original);
    }
    await this.#editRandomly(file);
    const method = REQUESTS[this.#count % REQUESTS.length] ?? 'textDocument/hover';
    await this.#ask(method, file);
  }

  /** Every document as it was at first, and everything done that waits for a pause. */
  async restoreAll(): Promise<void> {
    for (const [file, text] of this.#originals) await this.#replace(file, text);
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const file of this.#files) await this.#ask('textDocument/documentSymbol', file);
  }

  async #editRandomly(file: string): Promise<void> {
    const text = this.#texts.get(file) ?? '';
    const start = this.#random(text.length + 1);
    const end = Math.min(start + ([0, 0, 0, 1, 4, 60][this.#random(6)] ?? 0), text.length);
    const newText = this.#typed();
    const range = { start: positionAt(text, start), end: positionAt(text, end) };
    this.#texts.set(file, text.slice(0, start) + newText + text.slice(end));
    await this.#change(file, [{ range, text: newText }]);
  }

  /** New names and versions again and again: whatever is kept by its text grows by them. */
  #typed(): string {
    const n = this.#count;
    const choices = [
      'x',
      '\n',
      `package-${n} = "^${n % 50}.${n}"\n`,
      `[[package]]\nname = "package-${n}"\nversion = "${n}.0"\n\n`,
      `[tool.group-${n}]\n`,
      '"',
      ']',
      `<<<<<<< HEAD\na = ${n}\n=======\n>>>>>>> theirs\n`,
      `package-${n} = super.package-${n}.overridePythonAttrs (old: { });\n`,
      Array.from({ length: 20 }, (_, line) => `pasted-${n}-${line} = ">=${line}.${n}"\n`).join(''),
      '',
      '',
    ];
    return choices[this.#random(choices.length)] ?? '';
  }

  async #open(file: string, text: string): Promise<void> {
    this.#texts.set(file, text);
    this.#version += 1;
    await this.#notify('didOpen', {
      textDocument: { uri: uriOf(file), languageId: 'toml', version: this.#version, text },
    });
  }

  async #replace(file: string, text: string): Promise<void> {
    this.#texts.set(file, text);
    await this.#change(file, [{ text }]);
  }

  async #change(file: string, contentChanges: readonly unknown[]): Promise<void> {
    this.#version += 1;
    await this.#notify('didChange', {
      textDocument: { uri: uriOf(file), version: this.#version },
      contentChanges,
    });
  }

  #notify(what: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(`textDocument/${what}`, params);
  }

  async #ask(method: string, file: string): Promise<void> {
    const text = this.#texts.get(file) ?? '';
    const position = positionAt(text, this.#random(text.length + 1));
    await this.#connection.sendRequest(method, {
      textDocument: { uri: uriOf(file) },
      position,
      range: { start: position, end: position },
      context: { diagnostics: [], includeDeclaration: true },
      query: 'pack',
    });
  }

  /** A number below `limit`, the same in every run. */
  #random(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return { line, character: offset - (before.lastIndexOf('\n') + 1) };
}
