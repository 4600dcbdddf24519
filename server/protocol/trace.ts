import type { TraceValue } from 'vscode-languageserver';
import { field } from './decode.ts';
import type { Notify } from './methods.ts';
import type { Log } from './log.ts';
import { visible } from '../visible.ts';

/** How much a client may want to be told of the server's work (LSP 3.17, TraceValue). */
const VALUES: readonly TraceValue[] = ['off', 'messages', 'verbose'];

/**
 * Tells of each message that was handled: the client by `$/logTrace` as far as it asked for it, and
 * the log where it takes debug entries. Neither quotes a document.
 */
export class Trace {
  readonly #log: Log;
  readonly #notify: Notify;
  #value: TraceValue = 'off';

  /** @param value the `trace` of `initialize`, whatever the client sent. */
  constructor(log: Log, notify: Notify, value: unknown) {
    this.#log = log;
    this.#notify = notify;
    this.#value = traceValue(value) ?? 'off';
  }

  /** `$/setTrace`. A value that is not known changes nothing. */
  set(value: unknown): void {
    this.#value = traceValue(value) ?? this.#value;
  }

  /** @param since `performance.now()` of when the message was taken up. */
  handled(kind: 'request' | 'notification', method: string, params: unknown, since: number): void {
    if (this.#value === 'off' && !this.#log.takes('debug')) return;
    const took = `${(performance.now() - since).toFixed(1)} ms`;
    const message = `${kind} ${method} took ${took}`;
    const about = aboutParams(params);
    this.#log.write('debug', about === '' ? message : `${message} (${about})`);
    if (this.#value === 'off') return;
    const verbose = this.#value === 'verbose' && about !== '' ? { verbose: about } : {};
    this.#notify('$/logTrace', { message, ...verbose });
  }
}

function traceValue(value: unknown): TraceValue | null {
  return VALUES.find((each) => each === value) ?? null;
}

/** Which document, version and place a message is about; no text of it. */
function aboutParams(params: unknown): string {
  const document = field(params, 'textDocument');
  const place = field(params, 'position') ?? field(field(params, 'range'), 'start');
  const changes = field(params, 'contentChanges');
  const parts = [
    ['uri', field(document, 'uri')],
    ['version', field(document, 'version')],
    ['line', field(place, 'line')],
    ['character', field(place, 'character')],
    ['changes', Array.isArray(changes) ? changes.length : undefined],
  ] as const;
  return parts
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => `${name} ${visible(String(value).slice(0, MOST_CHARACTERS))}`)
    .join(', ');
}

/** Characters of one part at most: an address may be of any length. */
const MOST_CHARACTERS = 300;
