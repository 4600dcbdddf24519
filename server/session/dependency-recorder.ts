import { BoundedReader } from './bounded-reader.ts';
import type { Listing, Loaded } from './texts.ts';

/** A look at texts that remembers what it saw, and can tell whether it would see the same again. */
export class DependencyRecorder extends BoundedReader {
  readonly #files = new Map<string, Loaded>();
  readonly #directories = new Map<string, Listing>();
  /** Files that were refused, and what stood for them. */
  readonly #refused = new Map<string, Loaded>();

  /** The heavy files among those that were looked at. */
  readonly heavyFiles: Set<string> = new Set();

  override load(file: string): Loaded {
    const refused = this.refused(file);
    const loaded = refused ?? this.texts.load(file);
    (refused === null ? this.#files : this.#refused).set(file, loaded);
    if (loaded.isHeavy) this.heavyFiles.add(file);
    return loaded;
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
