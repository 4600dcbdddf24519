import type { Candidate } from '../project/model.ts';
import type { Boundary } from './boundary.ts';
import { candidatesIn } from './candidates.ts';
import { DependencyRecorder, type Weights } from './dependency-recorder.ts';
import type { Texts } from './texts.ts';

interface Known {
  readonly look: DependencyRecorder;
  readonly candidates: readonly Candidate[];
  /** To compare by. */
  readonly written: string;
}

/**
 * The manifests of folders: found again when a file there has changed, and the same object for as
 * long as they come out the same, so that typing in one manifest leaves the others' projects as they are.
 */
export class FolderCandidates {
  readonly #texts: Texts;
  readonly #boundaryOf: (root: string) => Boundary;
  readonly #known = new Map<string, Known>();

  constructor(texts: Texts, boundaryOf: (root: string) => Boundary) {
    this.#texts = texts;
    this.#boundaryOf = boundaryOf;
  }

  in(root: string): readonly Candidate[] {
    return this.#find(root).candidates;
  }

  /** Every path whose change may change them. */
  paths(root: string): Iterable<string> {
    return this.#find(root).look.paths();
  }

  /** The heavy files among those that they are found by. */
  heavyFiles(root: string): ReadonlySet<string> {
    return this.#find(root).look.heavyFiles;
  }

  /** Those of the files that they are found by. */
  weights(root: string): Weights {
    return this.#find(root).look.weights;
  }

  /** Forgets other folders. */
  retain(roots: ReadonlySet<string>): void {
    for (const root of this.#known.keys()) if (!roots.has(root)) this.#known.delete(root);
  }

  #find(root: string): Known {
    const known = this.#known.get(root);
    const boundary = this.#boundaryOf(root);
    if (known?.look.isCurrent() && known.look.boundary.equals(boundary)) return known;
    const look = new DependencyRecorder(this.#texts, boundary);
    const found = candidatesIn(root, look);
    const written = JSON.stringify(found);
    const candidates = known?.written === written ? known.candidates : found;
    const now = { look, candidates, written };
    this.#known.set(root, now);
    return now;
  }
}
