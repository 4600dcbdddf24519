import type { Boundary } from './boundary.ts';
import type { Reader } from './reader.ts';
import type { Listing, Loaded, Texts } from './texts.ts';

/**
 * A look at texts that sees nothing outside of a boundary: what a path names there, or a link on the
 * way to it leads to, is not opened.
 */
export class BoundedReader implements Reader {
  readonly boundary: Boundary;
  protected readonly texts: Texts;

  constructor(texts: Texts, boundary: Boundary) {
    this.texts = texts;
    this.boundary = boundary;
  }

  load(file: string): Loaded {
    return this.refused(file) ?? this.texts.load(file);
  }

  /** Empty for a folder outside, as for one that cannot be listed. */
  list(directory: string): Listing {
    return this.mayList(directory) ? this.texts.list(directory) : [];
  }

  isUnlisted(directory: string): boolean {
    return this.texts.isUnlisted(directory);
  }

  /** The folder in which relative paths of a Nix file start that may be read. */
  startOf(file: string): string {
    return this.texts.startOf(file);
  }

  mayRead(path: string): boolean {
    if (!this.boundary.holds(path)) return false;
    // Its text comes from the user's own editor, whatever the disk has there.
    if (this.texts.isOpen(path)) return true;
    const real = this.texts.real(path);
    return real === null || real === path || this.boundary.holds(real);
  }

  /** Null for a file that may be read. */
  protected refused(file: string): Loaded | null {
    if (this.mayRead(file)) return null;
    const real = this.boundary.holds(file) ? this.texts.real(file) : null;
    return this.texts.refused(file, real, this.boundary);
  }

  protected mayList(directory: string): boolean {
    if (!this.boundary.lists(directory)) return false;
    const real = this.texts.real(directory);
    return real === null || real === directory || this.boundary.lists(real);
  }
}
