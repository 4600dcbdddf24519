import { isValidName, normalizeName } from '../../python/names.ts';
import type { Span } from '../../text.ts';

/** A package in a comment below the one that it brings. */
export interface Via {
  /** PEP 503. */
  readonly name: string;
  readonly span: Span;
}

/** A comment and where its parts stand in the file. */
export interface ViaComment {
  readonly text: string;
  readonly spanOf: (start: number, end: number) => Span;
}

/** Longer lists are nobody's; reading them again for each line would cost the square of their length. */
const MAX_COMMENTS = 200;

/**
 * Who needs a package, by the comments that pip-compile and uv write below a pin: `# via lamp, glow`
 * on one line, or `# via` with one name on each line below. Where the package comes from a file
 * (`-r requirements.in`) or from the project itself (`lamp (pyproject.toml)`), that is left out.
 */
export function readVia(comments: readonly ViaComment[]): readonly Via[] {
  const [first, ...rest] = comments.slice(0, MAX_COMMENTS);
  const opening = first === undefined ? null : /^via(?=\s|$)/.exec(first.text);
  if (first === undefined || opening === null) return [];
  return [
    ...namesIn(first, opening[0].length, ','),
    ...rest.flatMap((comment) => namesIn(comment, 0, null)),
  ];
}

function namesIn(
  { text, spanOf }: ViaComment,
  from: number,
  separator: string | null,
): readonly Via[] {
  const parts = separator === null ? [text.slice(from)] : text.slice(from).split(separator);
  let at = from;
  return parts.flatMap((part) => {
    const name = part.trim();
    const start = at + part.length - part.trimStart().length;
    at += part.length + 1;
    return isValidName(name)
      ? [{ name: normalizeName(name), span: spanOf(start, start + name.length) }]
      : [];
  });
}
