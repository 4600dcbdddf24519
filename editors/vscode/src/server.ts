import {
  extensions,
  languages,
  LanguageStatusSeverity,
  LogLevel,
  window,
  workspace,
  type ExtensionContext,
  type LanguageStatusItem,
  type LogOutputChannel,
} from 'vscode';
import {
  LanguageClient,
  State,
  TransportKind,
  type ConfigurationRequest,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { COPY_COMMAND } from './commands.ts';
import { forwardLog } from './forward-log.ts';
import { SERVED_FILES } from './served-files.ts';

/** The settings' section, the client's id and the name of the output channel. */
const NAME = 'pyproject-nix-ls';

const STATE_TEXTS: ReadonlyMap<State, string> = new Map([
  [State.Stopped, 'not running'],
  [State.Starting, 'starting'],
  [State.Running, 'running'],
  [State.StartFailed, 'could not be started'],
]);

/** Tells the server that this client has a clipboard. */
const copies: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { commands: { commands: [COPY_COMMAND] } };
  },
  initialize() {},
  getState: () => ({ kind: 'static' }),
  clear() {},
};

/** TOML servers that complete what SchemaStore's schemas have. */
const TOML_SERVERS = ['tamasfe.even-better-toml', 'tombi-toml.tombi'];

/**
 * The server's settings: without `trace`, which stands in the same section and is the client's, so that the server would
 * call it unknown; and with keys left to another server for TOML where nobody has said otherwise.
 */
const serverSettings: ConfigurationRequest.MiddlewareSignature = async (params, token, next) => {
  const answers: unknown = await next(params, token);
  if (!Array.isArray(answers)) return [];
  return answers.map((answer: unknown) => {
    if (typeof answer !== 'object' || answer === null) return answer;
    const own = Object.entries(answer).filter(([key]) => key !== 'trace');
    return { ...Object.fromEntries(own), ...keysLeftToOthers() };
  });
};

function keysLeftToOthers(): { readonly keyCompletion?: false } {
  const said = workspace.getConfiguration(NAME).inspect('keyCompletion');
  const isSaid = [said?.globalValue, said?.workspaceValue, said?.workspaceFolderValue].some(
    (value) => value !== undefined,
  );
  const others = TOML_SERVERS.some((id) => extensions.getExtension(id) !== undefined);
  return others && !isSaid ? { keyCompletion: false } : {};
}

async function stop(client: LanguageClient | null): Promise<void> {
  try {
    if (client?.needsStop() === true) await client.stop();
  } catch {
    // It did not answer in time: the client has logged it and ended the process.
  }
}

/** The bundled server: started once, when it is first wanted. */
export class Server {
  /** The absolute path of the server's program. */
  readonly program: string;
  readonly #output: LogOutputChannel;
  readonly #status: LanguageStatusItem;
  readonly #version: string;
  #client: LanguageClient | null = null;

  constructor(context: ExtensionContext) {
    this.program = context.asAbsolutePath('server/main.js');
    const { version }: { version: string } = context.extension.packageJSON;
    this.#version = version;
    this.#output = window.createOutputChannel(NAME, { log: true });
    this.#status = languages.createLanguageStatusItem(NAME, SERVED_FILES);
    this.#status.name = NAME;
    this.#status.command = { title: 'Show Log', command: 'pyproject-nix-ls.showOutput' };
    this.#show(State.Stopped);
  }

  async start(): Promise<void> {
    if (this.#client !== null) return;
    this.#client = this.#newClient();
    try {
      await this.#client.start();
    } catch {
      // The client has told the user and the log; the status says it too.
    }
  }

  /** Also after it failed to start, or ended so often that the client gave up. */
  async restart(): Promise<void> {
    const previous = this.#client;
    this.#client = null;
    await stop(previous);
    await this.start();
  }

  showOutput(): void {
    this.#output.show(true);
  }

  /** Stops it, and leaves nothing on the screen. */
  async dispose(): Promise<void> {
    await stop(this.#client);
    this.#status.dispose();
    this.#output.dispose();
  }

  #newClient(): LanguageClient {
    const module = {
      module: this.program,
      transport: TransportKind.stdio,
      args: ['--log-level', this.#output.logLevel <= LogLevel.Debug ? 'debug' : 'info'],
    };
    const client = new LanguageClient(
      NAME,
      NAME,
      { run: module, debug: module },
      {
        documentSelector: [...SERVED_FILES],
        outputChannel: this.#output,
        // What the server prints is frames; the log is on standard error.
        stdioOptions: { stdout: () => {}, stderr: forwardLog },
        middleware: { workspace: { configuration: serverSettings } },
      },
    );
    client.registerFeature(copies);
    client.onDidChangeState(({ newState }) => {
      this.#show(newState);
      this.#output.info(`The server is ${STATE_TEXTS.get(newState)}.`);
    });
    return client;
  }

  #show(state: State): void {
    const status = this.#status;
    status.text = `${NAME} ${this.#version}`;
    status.detail = STATE_TEXTS.get(state) ?? '';
    status.busy = state === State.Starting;
    status.severity =
      state === State.StartFailed
        ? LanguageStatusSeverity.Error
        : LanguageStatusSeverity.Information;
  }
}
