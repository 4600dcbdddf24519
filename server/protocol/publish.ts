import type { LoadedProject } from '../session/projects.ts';
import type { AskedRequests } from './methods.ts';
import type { ServerContext } from './context.ts';
import { currentDiagnostics } from './diagnostics.ts';
import { Serialized } from './frames.ts';
import { describeError } from './log.ts';
import { after, whenQuiet, type Waiting } from './waiting.ts';
import { NixWatch } from './watch.ts';
import type { ProjectReport } from './worker/messages.ts';

/**
 * The longest that diagnostics wait for the next change, in milliseconds. They wait at all only
 * where they cost much: what is told before the next key comes keeps nobody waiting.
 */
const LONGEST_DELAY_MS = 20;

/** Milliseconds from one key to the next while it is held down: editors repeat it up to 30 times a second. */
const KEY_REPEAT_MS = 33;

const NONE: ReadonlySet<string> = new Set();

/** What the hints of a document were made from: the same objects where they are the same. */
interface Seen {
  readonly version: number;
  readonly project: LoadedProject | ProjectReport;
}

/**
 * Tells the client when diagnostics changed: pushes them, or asks it to pull again. Changes that
 * come together are told together.
 */
export class Publisher {
  readonly #context: ServerContext;
  readonly #nixWatch: NixWatch;
  readonly #published: () => void;
  #waits: Waiting | null = null;
  /** Milliseconds that it took to tell the last time. */
  #cost = 0;
  #seen: ReadonlyMap<string, Seen> = new Map();

  /** @param published called when diagnostics were told: others may do what waited for that. */
  constructor(context: ServerContext, published: () => void) {
    this.#context = context;
    this.#published = published;
    this.#nixWatch = new NixWatch(context);
  }

  schedule(): void {
    if (this.#waits !== null) return;
    const isCheap = this.#cost < KEY_REPEAT_MS;
    this.#waits = isCheap
      ? whenQuiet(this.#context.activity, () => this.#tell())
      : after(LONGEST_DELAY_MS, () => this.#tell());
  }

  #tell(): void {
    this.#waits = null;
    const since = performance.now();
    // First, so that the worker is at it while this thread is; what it answers is told in a turn of its own.
    void this.#context.heavy?.refreshed();
    try {
      if (this.#context.client.pullsDiagnostics) this.#refresh();
      else this.#push();
      this.#refreshHints();
      this.#nixWatch.update(this.#context.session.openProjects());
    } catch (error) {
      this.#context.log.write('error', `publishing failed: ${describeError(error)}`);
    }
    this.#cost = performance.now() - since;
    this.#published();
  }

  stop(): void {
    this.#waits?.cancel();
    this.#waits = null;
  }

  #push(): void {
    const { session, reported, uris, notify, heavy } = this.#context;
    const current = currentDiagnostics(this.#context);
    const reports = heavy?.reports();
    const pending = heavy?.pending() ?? NONE;
    for (const [file, diagnostics] of current) {
      if (this.#isPending(file, pending) || !reported.update(file, diagnostics)) continue;
      const version = (reports?.get(file) ?? session.buffer(file))?.version ?? undefined;
      notify('textDocument/publishDiagnostics', publishParams(uris.of(file), version, diagnostics));
    }
    // What belongs to a heavy project is not known before the worker has said so.
    if (pending.size > 0) return;
    for (const file of reported.files()) {
      if (current.has(file)) continue;
      if (reported.update(file, []))
        notify('textDocument/publishDiagnostics', { uri: uris.of(file), diagnostics: [] });
      reported.forget(file);
    }
  }

  /** @param pending manifests of projects that the worker has said nothing of yet. */
  #isPending(file: string, pending: ReadonlySet<string>): boolean {
    return (
      pending.size > 0 &&
      this.#context.session.projectsOf(file).some(({ manifest }) => pending.has(manifest))
    );
  }

  /** A client pulls again for the document that it changed; for the others it has to be asked to. */
  #refresh(): void {
    const { client, reported, session, heavy } = this.#context;
    if (!client.refreshesDiagnostics) return;
    let changed = false;
    const pending = heavy?.pending() ?? NONE;
    const current = new Map(currentDiagnostics(this.#context));
    // An open document whose project is gone has nothing to say any more.
    for (const file of session.openFiles()) if (!current.has(file)) current.set(file, []);
    for (const [file, diagnostics] of current)
      if (
        reported.has(file) &&
        !this.#isPending(file, pending) &&
        reported.update(file, diagnostics)
      )
        changed = true;
    if (changed) this.#askFor('workspace/diagnostic/refresh');
  }

  /** Hints and lenses of an open manifest depend on its lock and Nix files: the client knows only of its own changes. */
  #refreshHints(): void {
    const { session, client, heavy } = this.#context;
    let changed = false;
    const seen = new Map<string, Seen>();
    for (const file of session.openFiles()) {
      const [first] = session.projectsOf(file);
      const version = session.buffer(file)?.version;
      if (first === undefined || version === undefined) continue;
      const project = heavy?.reportOf(first.manifest) ?? first;
      const before = this.#seen.get(file);
      changed ||= before?.version === version && before.project !== project;
      seen.set(file, { version, project });
    }
    this.#seen = seen;
    if (changed && client.refreshesInlayHints) this.#askFor('workspace/inlayHint/refresh');
    if (changed && client.refreshesCodeLenses) this.#askFor('workspace/codeLens/refresh');
  }

  #askFor(method: keyof AskedRequests & `${string}/refresh`): void {
    const { ask, log } = this.#context;
    ask(method, undefined).catch((error: unknown) => {
      log.write('debug', `${method} was refused: ${describeError(error)}`);
    });
  }
}

/** `PublishDiagnosticsParams`, of diagnostics that are JSON already. */
function publishParams(
  uri: string,
  version: number | undefined,
  diagnostics: readonly string[],
): Serialized {
  const at = version === undefined ? '' : `"version":${version},`;
  return new Serialized(
    `{"uri":${JSON.stringify(uri)},${at}"diagnostics":[${diagnostics.join(',')}]}`,
  );
}
