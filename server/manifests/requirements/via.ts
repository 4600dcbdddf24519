import { isValidName, normalizeName } from '../../python/names.ts';

/** Longer lists are nobody's; reading them again for each line would cost the square of their length. */
const MAX_COMMENTS = 200;

/**
 * Who needs a package, by the comments that pip-compile and uv write below a pin: `# via lamp, glow`
 * on one line, or `# via` with one name on each line below. Where the package comes from a file
 * (`-r requirements.in`) or from the project itself (`lamp (pyproject.toml)`), that is left out.
 */
export function readVia(comments: readonly string[]): readonly string[] {
  const [first = '', ...rest] = comments.slice(0, MAX_COMMENTS);
  const opening = /^via(?:\s(.*))?$/.exec(first);
  if (opening === null) return [];
  return [...(opening[1] ?? '').split(','), ...rest]
    .map((part) => part.trim())
    .filter((part) => isValidName(part))
    .map(normalizeName);
}
