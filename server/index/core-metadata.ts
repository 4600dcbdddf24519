/** What a release says of itself in its core metadata. */
export interface About {
  /** One line; empty where it has none. */
  readonly summary: string;
  /** An SPDX expression, or what stands for one; empty where there is none. */
  readonly license: string;
}

/**
 * Reads `Summary`, and `License-Expression` (PEP 639) or `License`, of core metadata (PEP 658 has an index serve it beside
 * a wheel). Any text may be given: what is behind the headers is passed over.
 */
export function readAbout(text: string): About {
  const found = new Map<string, string>();
  for (const line of text.slice(0, MOST_CHARACTERS).split('\n')) {
    if (line.trim() === '') break;
    const at = line.indexOf(': ');
    // A line that is indented goes on with the one before, which one line of is enough of.
    if (at < 1 || /^\s/.test(line)) continue;
    const key = line.slice(0, at).toLowerCase();
    if (!found.has(key))
      found.set(
        key,
        line
          .slice(at + 2)
          .trim()
          .slice(0, MOST_SHOWN),
      );
  }
  const license = found.get('license-expression') ?? found.get('license') ?? '';
  return { summary: known(found.get('summary')), license: known(license) };
}

const MOST_CHARACTERS = 100_000;
const MOST_SHOWN = 200;

/** `UNKNOWN` is what older tools write for nothing. */
function known(text: string | undefined): string {
  return text === undefined || text === 'UNKNOWN' ? '' : text;
}
