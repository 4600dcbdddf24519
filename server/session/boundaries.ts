import { memoize } from '../memoize.ts';
import { boundaryAround, isIn, type Boundary } from './boundary.ts';
import type { Texts } from './texts.ts';

/** The workspace folders, what the user allows beside them, and what that comes to for each project. */
export class Boundaries {
  readonly #texts: Texts;
  readonly #allowed: readonly string[];
  readonly #named: string[] = [];
  /** By root, until a folder changes. */
  readonly #known = new Map<string, Boundary>();
  #folders: readonly string[] = [];

  /** @param allowed by the user's own configuration or an option of the command line. */
  constructor(texts: Texts, allowed: readonly string[]) {
    this.#texts = texts;
    this.#allowed = allowed;
  }

  /** Absolute paths of the workspace folders. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.forget();
  }

  /** The workspace folder that a path is in, the innermost of several; null if there is none. */
  folderOf(path: string): string | null {
    const around = this.#folders.filter((folder) => isIn(path, folder));
    return around.toSorted((a, b) => b.length - a.length)[0] ?? null;
  }

  /** Lets every project read what a command line names. */
  name(path: string): void {
    this.#named.push(path);
    this.forget();
  }

  /** What may be read and written for a project in `root`. */
  of(root: string): Boundary {
    const more = { allowed: this.#allowed, named: this.#named };
    return memoize(this.#known, root, () =>
      boundaryAround(root, this.folderOf(root), more, this.#texts),
    );
  }

  /** To be called when a folder has changed, which may have become a checkout. */
  forget(): void {
    this.#known.clear();
  }
}
