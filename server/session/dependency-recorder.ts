import { BoundedReader } from './bounded-reader.ts';
import { left, type Listing, type Loaded } from './texts.ts';

/** A look at texts that remembers what it saw, and can tell whether it would see the same again. */
export class DependencyRecorder extends BoundedReader {
  readonly #files = new Map<string, Loaded>();
  readonly #directories = new Map<string, Listing>();
  /** Files that were refused, and what stood for them. */
  readonly #refused = new Map<string, Loaded>();

  /** The weights of what was looked at (`weightOf`), here and before, by file. */
  readonly #weights = new Map<string, number>();
  #weight = 0;

  /** Files that are heavy, and those that were one too many. */
  readonly heavyFiles: Set<string> = new Set();

  get weights(): Weights {
    return this.#weights;
  }

  /** Counts what was read for the same project elsewhere. */
  weighToo(weights: Weights): void {
    for (const [file, weight] of weights) this.#weigh(file, weight);
  }

  override load(file: string): Loaded {
    const refused = this.refused(file);
    const loaded = refused ?? this.texts.load(file);
    (refused === null ? this.#files : this.#refused).set(file, loaded);
    this.#weigh(file, loaded.weight);
    if (this.#weight <= 1 || loaded.weight === 0) return loaded;
    this.heavyFiles.add(file);
    return this.texts.leavesHeavyFiles ? left(file) : loaded;
  }

  #weigh(file: string, weight: number): void {
    if (this.#weights.has(file)) return;
    this.#weights.set(file, weight);
    this.#weight += weight;
  }

  override list(directory: string): Listing {
    if (!this.mayList(directory)) return [];
    const listing = this.texts.list(directory);
    this.#directories.set(directory, listing);
    return listing;
  }

  /**
   * Each file once, for links may lead to one another: under the name that an editor has open, else
   * under its own. All are looked at, since which is open may change.
   */
  withoutTwins(files: readonly string[]): readonly string[] {
    const names = new Map<string, string>();
    for (const file of files) {
      this.load(file);
      const real = this.texts.real(file) ?? file;
      const other = names.get(real);
      const isChosen =
        other === undefined ||
        (!this.texts.isOpen(other) && (this.texts.isOpen(file) || file === real));
      if (isChosen) names.set(real, file);
    }
    return [...names.values()];
  }

  isCurrent(): boolean {
    for (const [file, loaded] of this.#files) if (this.texts.load(file) !== loaded) return false;
    for (const [file, loaded] of this.#refused) if (this.refused(file) !== loaded) return false;
    for (const [directory, listing] of this.#directories)
      if (this.texts.list(directory) !== listing) return false;
    return true;
  }

  /** Every file and directory that was looked at, absent ones too. */
  *paths(): Iterable<string> {
    yield* this.#files.keys();
    yield* this.#refused.keys();
    yield* this.#directories.keys();
  }
}

/** How much each file takes of what may be read at once, by path. */
export type Weights = ReadonlyMap<string, number>;
