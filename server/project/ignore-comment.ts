/** The comment that makes diagnostics of `codes` be ignored, as a user would write it. */
export function ignoreComment(codes: Iterable<string>): string {
  return `# pyproject-nix-ls: ignore[${[...codes].join(', ')}]`;
}

/** An ignore comment of a line. `codes` is `all` where it names none. Offsets are those of the line. */
export interface IgnoreComment {
  readonly codes: ReadonlySet<string> | 'all';
  readonly start: number;
  readonly end: number;
}

const COMMENT = /# ?pyproject-nix-ls: ?ignore(?:\[([^\]]{0,1000})\]|(?![\w[-]))/;

/** The first ignore comment of a line; null where it has none. */
export function readIgnoreComment(line: string): IgnoreComment | null {
  const match = COMMENT.exec(line);
  if (match === null) return null;
  const listed = match[1];
  return {
    codes: listed === undefined ? 'all' : new Set(listed.split(',').map((code) => code.trim())),
    start: match.index,
    end: match.index + match[0].length,
  };
}
