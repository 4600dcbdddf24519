import { withoutControls } from './lines.ts';

/** A line of a log as it was before it was packed: who printed it, where that is said, and what. */
export interface PlainLine {
  /** The derivation whose builder printed it: a path or a name; null where Nix itself did, or it is not said. */
  readonly builder: string | null;
  /** The phase that the builder enters with it; null for all others. */
  readonly phase: string | null;
  readonly text: string;
}

/** Activities that are remembered at once: builds end, but a log need not say so. */
const MOST_ACTIVITIES = 2000;

/**
 * Unpacks what Nix prints with `--log-format internal-json`, and the phases that builders announce
 * in the same way (libutil/logging.cc: an activity of type 105 is a build, a result of type 101 a
 * line of it, of type 104 its phase).
 */
export class InternalJson {
  readonly #builds = new Map<number, string>();

  /** Null for a line that is none of it. */
  read(text: string): readonly PlainLine[] | null {
    if (!text.startsWith('@nix {')) return null;
    const message = parsed(text.slice(5));
    if (message === null) return [];
    const id = numberOf(message['id']);
    const fields = Array.isArray(message['fields']) ? message['fields'] : [];
    const first = stringOf(fields[0]);
    const builder = id === null ? null : (this.#builds.get(id) ?? null);
    switch (message['action']) {
      case 'setPhase':
        return phaseLine(null, stringOf(message['phase']));
      case 'start':
        if (message['type'] === 105 && id !== null && first !== null) this.#start(id, first);
        return linesOf(null, stringOf(message['text']));
      case 'stop':
        if (id !== null) this.#builds.delete(id);
        return [];
      case 'result':
        if (message['type'] === 104) return phaseLine(builder, first);
        return message['type'] === 101 ? linesOf(builder, first) : [];
      case 'msg':
        return linesOf(null, stringOf(message['msg']));
      default:
        return [];
    }
  }

  #start(id: number, derivation: string): void {
    const [oldest] = this.#builds.keys();
    if (this.#builds.size >= MOST_ACTIVITIES && oldest !== undefined) this.#builds.delete(oldest);
    this.#builds.set(id, derivation);
  }
}

function parsed(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : null;
  } catch {
    // Cut off, or not Nix's.
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function phaseLine(builder: string | null, phase: string | null): readonly PlainLine[] {
  return phase === null ? [] : [{ builder, phase, text: '' }];
}

function linesOf(builder: string | null, text: string | null): readonly PlainLine[] {
  if (text === null || text === '') return [];
  // Colours are written as escapes in JSON.
  return withoutControls(text)
    .split('\n')
    .map((line) => ({ builder, phase: null, text: line }));
}
