import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { ClientCapabilities, Diagnostic, InitializeResult } from 'vscode-languageserver';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import { knowledgeOf } from '../../overrides-db/testing.ts';
import { leveledLog, logLine, type LogLevel } from '../../server/protocol/log.ts';
import { serve } from '../../server/protocol/server.ts';
import { uriOfFile } from '../../server/protocol/uris.ts';
import type { StartWorker } from '../../server/protocol/worker/messages.ts';
import type { FileSystem } from '../../server/session/file-system.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import type { ServerHost } from '../../server/protocol/host.ts';
import {
  NO_CONFIGURATION,
  type NetworkUse,
  type VulnerabilitySource,
} from '../../server/session/user-configuration.ts';

export interface ClientOptions {
  readonly fileSystem?: FileSystem;
  readonly knowledge?: KnowledgeBase;
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly string[];
  readonly initializationOptions?: unknown;
  /** What the client answers to `workspace/configuration`. */
  readonly configuration?: unknown;
  readonly logLevel?: LogLevel;
  /** Of the user's configuration. */
  readonly allowRoots?: readonly string[];
  readonly startWorker?: StartWorker | null;
  /** More of what the server finds where it runs. */
  readonly host?: Partial<Pick<ServerHost, 'startNetwork' | 'readings'>>;
  /** Of the user's configuration. */
  readonly network?: NetworkUse;
  readonly vulnerabilities?: VulnerabilitySource | null;
  /** What the client answers to `window/showMessageRequest`: the title that is chosen, or null. */
  readonly choose?: (message: string) => string | null;
  /** The name in its `clientInfo`. */
  readonly clientName?: string;
  /** The `trace` of `initialize`. */
  readonly trace?: string;
}

/** A client that speaks to a server in this process, over streams, as an editor would over pipes. */
export class TestClient {
  readonly connection: MessageConnection;
  /** The latest pushed diagnostics by URI, and how often any were pushed. */
  readonly pushed: Map<string, readonly Diagnostic[]> = new Map();
  pushes: number = 0;
  /** What the server asked for, by method. */
  readonly asked: { readonly method: string; readonly params: unknown }[] = [];
  readonly logged: string[] = [];
  /** What was shown to the user. */
  readonly messages: string[] = [];
  readonly exitCode: Promise<number>;
  readonly #toServer = new PassThrough();

  constructor({
    fileSystem = new MemoryFileSystem(),
    knowledge = knowledgeOf([]),
    configuration = null,
    logLevel = 'warn',
    allowRoots = [],
    startWorker = null,
    host = {},
    network = 'off',
    vulnerabilities = null,
    choose = () => null,
  }: ClientOptions) {
    const fromServer = new PassThrough();
    this.exitCode = serve({
      input: this.#toServer,
      output: fromServer,
      version: '0.0.0',
      log: leveledLog(logLevel, (level, message) => this.logged.push(logLine(level, message))),
      fileSystem,
      userConfiguration: () => ({ ...NO_CONFIGURATION, allowRoots, network, vulnerabilities }),
      startWorker,
      ...host,
      knowledge: () => knowledge,
      watchClient() {},
    });
    this.connection = createMessageConnection(
      new StreamMessageReader(fromServer),
      new StreamMessageWriter(this.#toServer),
    );
    this.connection.onRequest((method, params) => {
      this.asked.push({ method, params });
      if (method === 'window/showMessageRequest') {
        const { message } = params as { message: string };
        this.messages.push(message);
        const title = choose(message);
        return title === null ? null : { title };
      }
      return method === 'workspace/configuration' ? [configuration] : null;
    });
    this.connection.onNotification('window/showMessage', ({ message }) => {
      this.messages.push(message);
    });
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      this.pushes += 1;
      this.pushed.set(uri, diagnostics);
    });
    this.connection.listen();
  }

  /** A client that has said `initialize` and `initialized`. */
  static async start(options: ClientOptions = {}): Promise<TestClient> {
    const client = new TestClient(options);
    await client.initialize(options);
    return client;
  }

  async initialize({
    capabilities = {},
    folders = [],
    initializationOptions,
    trace,
    clientName,
  }: ClientOptions = {}): Promise<InitializeResult> {
    const result = await this.request('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: folders.map((folder) => ({ uri: uriOfFile(folder), name: folder })),
      capabilities,
      initializationOptions,
      trace,
      ...(clientName === undefined ? {} : { clientInfo: { name: clientName } }),
    });
    await this.connection.sendNotification('initialized', {});
    return result as InitializeResult;
  }

  request(method: string, params?: unknown): Promise<unknown> {
    return this.connection.sendRequest(method, params);
  }

  notify(method: string, params?: unknown): void {
    void this.connection.sendNotification(method, params);
  }

  open(file: string, text: string, languageId = 'toml'): void {
    this.notify('textDocument/didOpen', {
      textDocument: { uri: uriOfFile(file), languageId, version: 1, text },
    });
  }

  /** Replaces the whole text. */
  replace(file: string, version: number, text: string): void {
    this.notify('textDocument/didChange', {
      textDocument: { uri: uriOfFile(file), version },
      contentChanges: [{ text }],
    });
  }

  at(method: string, file: string, line: number, character: number): Promise<unknown> {
    return this.request(method, {
      textDocument: { uri: uriOfFile(file) },
      position: { line, character },
    });
  }

  /** Resolves when the server has done what it does a moment after a change. */
  async settle(): Promise<void> {
    await this.#roundTrip();
    await new Promise((resolve) => setTimeout(resolve, 60));
    await this.#roundTrip();
  }

  /** What was sent before is read by then: messages keep their order. */
  async #roundTrip(): Promise<void> {
    await this.at('textDocument/hover', '/nowhere', 0, 0);
  }

  /** Ends the input, as the death of a client does. */
  hangUp(): void {
    this.#toServer.end();
  }

  async stop(): Promise<number> {
    await this.request('shutdown');
    this.notify('exit');
    const code = await this.exitCode;
    this.connection.dispose();
    return code;
  }
}
