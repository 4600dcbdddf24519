import { basename, dirname, join } from 'node:path/posix';
import { checkoutOf } from './reader.ts';
import type { Texts } from './texts.ts';

/** What uv looks for in every folder above a project, where no checkout ends that walk. */
const NAMES_ABOVE: ReadonlySet<string> = new Set(['pyproject.toml', 'uv.lock', 'uv.toml']);

/**
 * What may be read and written for one project: its workspace folder and its checkout (where there
 * is neither, its own folder), and what the user allows. Immutable.
 */
export class Boundary {
  /** Absolute paths, each also as it is without links on the way. */
  readonly roots: readonly string[];
  /** What a command line names, likewise: to name a link is not to say that what it leads to may be written. */
  readonly #named: readonly string[];
  /** The folders above, without links on the way, where no checkout ends the walk up. */
  readonly #above: readonly string[];

  constructor(roots: readonly string[], named: readonly string[], above: readonly string[]) {
    this.roots = roots;
    this.#named = named;
    this.#above = above;
  }

  /** Whether a file may be read, by its path. One that is a link, or below one, has to be asked for by its real path too. */
  holds(path: string): boolean {
    return (
      this.mayWrite(path) ||
      this.#named.some((root) => isIn(path, root)) ||
      (NAMES_ABOVE.has(basename(path)) && this.#above.includes(dirname(path)))
    );
  }

  /** Whether a file may be written, by its path without links on the way. */
  mayWrite(realPath: string): boolean {
    return this.roots.some((root) => isIn(realPath, root));
  }

  /** Whether the names in a folder may be seen. */
  lists(folder: string): boolean {
    return this.holds(folder) || this.#above.includes(folder);
  }

  equals(other: Boundary): boolean {
    return this === other || this.#key() === other.#key();
  }

  #key(): string {
    return JSON.stringify([this.roots, this.#named, this.#above]);
  }
}

/** What may be read beside what is around a project: absolute paths of folders and single files. */
export interface Allowed {
  /** By the user's own configuration or the option `--allow-root`: written too. */
  readonly allowed: readonly string[];
  /** As an argument of a command: read alone. */
  readonly named: readonly string[];
}

/**
 * The boundary of the project in `root`.
 *
 * @param workspaceFolder the one that it is in; null if it is in none.
 */
export function boundaryAround(
  root: string,
  workspaceFolder: string | null,
  { allowed, named }: Allowed,
  texts: Pick<Texts, 'list' | 'real'>,
): Boundary {
  const checkout = checkoutOf(root, texts);
  const around = [workspaceFolder, checkout].filter((folder) => folder !== null);
  const roots = [...(around.length === 0 ? [root] : around), ...allowed];
  const withReal = (paths: readonly string[]): readonly string[] => [
    ...new Set([...paths, ...paths.map((path) => texts.real(path) ?? path)]),
  ];
  const start = texts.real(root) ?? root;
  const above = checkout === null ? [...foldersAbove(root), ...foldersAbove(start)] : [];
  return new Boundary(withReal(roots), withReal(named), [...new Set(above)]);
}

function foldersAbove(folder: string): readonly string[] {
  const folders: string[] = [];
  for (let at = dirname(folder); ; at = dirname(at)) {
    folders.push(at);
    if (dirname(at) === at) return folders;
  }
}

/** Whether `path` is `folder` or below it. */
export function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(join(folder, '/'));
}
