import { fileOf } from '../manifests/file-of.ts';
import { completion } from './completion.ts';
import type { ServerContext } from './context.ts';
import { hover } from './hover.ts';
import { describeError } from './log.ts';
import { whenQuiet, type Waiting } from './waiting.ts';

/** Milliseconds of work at a time: a message that comes meanwhile waits no longer than this and one answer. */
const SLICE_MS = 4;

/** A fifth of a second in all: being ready is worth no more. */
const MOST_SLICES = 50;

/** How many dependencies are asked about: of a longer manifest the first are enough to have the code warm. */
const MOST_DEPENDENCIES = 100;

/**
 * Asks the server itself what an editor asks first of a manifest that was opened: hovers, and the
 * packages that begin as its dependencies do. What they are made of is kept (`features/`), and the
 * engine has compiled what makes them, which takes ten times as long in the first answers. Nobody
 * waits for it: it begins when diagnostics were told, goes on in slices while nothing comes, and
 * ends for good when the document changes.
 */
export class Preparation {
  readonly #context: ServerContext;
  readonly #files = new Set<string>();
  #steps: Iterator<void> | null = null;
  /** How many slices the document at hand has had. */
  #slices = 0;
  #waits: Waiting | null = null;

  constructor(context: ServerContext) {
    this.#context = context;
  }

  /** Takes up a document that was opened; `begin` says when. */
  add(file: string): void {
    this.#files.add(file);
  }

  begin(): void {
    if (this.#waits !== null || this.#files.size === 0) return;
    this.#waits = whenQuiet(this.#context.activity, () => this.#slice());
  }

  stop(): void {
    this.#waits?.cancel();
    this.#waits = null;
    this.#files.clear();
    this.#steps = null;
  }

  #slice(): void {
    this.#waits = null;
    const [file] = this.#files;
    if (file === undefined) return;
    this.#steps ??= this.#prepare(file);
    this.#slices += 1;
    if (this.#isDone(this.#steps) || this.#slices === MOST_SLICES) {
      this.#steps = null;
      this.#slices = 0;
      this.#files.delete(file);
    }
    this.begin();
  }

  /** Takes steps for as long as a slice lasts. Answers whether there are no more. */
  #isDone(steps: Iterator<void>): boolean {
    const since = performance.now();
    try {
      while (performance.now() - since < SLICE_MS) if (steps.next().done === true) return true;
      return false;
    } catch (error) {
      this.#context.log.write('error', `preparing failed: ${describeError(error)}`);
      return true;
    }
  }

  *#prepare(file: string): Iterator<void> {
    const { session, positions, uris } = this.#context;
    const snapshot = session.snapshot(file);
    if (snapshot?.role !== 'manifest') return;
    const { manifest } = snapshot.projects[0];
    const requests = manifest.dependencies
      .filter((dependency) => fileOf(manifest, dependency) === file)
      .slice(0, MOST_DEPENDENCIES)
      .map(({ nameSpan }) => ({
        textDocument: { uri: uris.of(file) },
        position: positions.positionOf(snapshot.source, nameSpan.start + 1),
      }));
    for (const answer of [hover, completion])
      for (const params of requests) {
        // Something has changed: what is kept of the document as it was is of no use.
        if (session.snapshot(file) !== snapshot) return;
        answer(this.#context, params);
        yield;
      }
  }
}
