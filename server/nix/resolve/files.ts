import { posix } from 'node:path';
import type { NixFiles } from '../model.ts';
import { parseNix } from '../parse.ts';
import { pathText, stringValue } from '../parser/strings.ts';
import type { Expr } from '../syntax.ts';
import type { NixFile } from './scope.ts';

/** Parses files when they are asked for, once, and remembers which were not there. */
export class FileLoader {
  readonly #texts: NixFiles;
  readonly #loaded: Map<string, NixFile> = new Map();
  readonly #wanted: Set<string> = new Set();

  constructor(texts: NixFiles) {
    this.#texts = texts;
  }

  /** The file at an absolute path, a directory's `default.nix` included; null where it is not among the texts. */
  load(path: string): NixFile | null {
    const real = this.#texts.has(path) ? path : posix.join(path, 'default.nix');
    const known = this.#loaded.get(real);
    if (known !== undefined) return known;
    const text = this.#texts.get(real);
    if (text === undefined) {
      this.#wanted.add(path.endsWith('.nix') ? path : real);
      return null;
    }
    const start = this.#texts.starts?.get(real) ?? posix.dirname(real);
    const file = { path: real, start, tree: parseNix(text) };
    this.#loaded.set(real, file);
    return file;
  }

  /** Absolute paths that were asked for and are not among the texts. */
  get wanted(): readonly string[] {
    return [...this.#wanted];
  }
}

/** The absolute path that a path literal, or one with text added (`./. + "/x.nix"`), names in `file`; null where it is not fixed. */
export function importedPath(expr: Expr, file: NixFile): string | null {
  const written = writtenPath(expr, file);
  // `~/x` is in the home of whoever evaluates, and every other path without a slash in front stands beside the file.
  if (written === null || written.startsWith('~')) return null;
  return posix.resolve(file.start, written);
}

function writtenPath(expr: Expr, file: NixFile): string | null {
  if (expr.kind === 'path') return pathText(expr, file.tree.text);
  if (expr.kind === 'paren') return writtenPath(expr.expr, file);
  if (expr.kind !== 'binary' || expr.operator !== '+' || expr.right.kind !== 'string') return null;
  const [left, right] = [writtenPath(expr.left, file), stringValue(expr.right, file.tree.text)];
  return left === null || right === null ? null : left + right;
}
