/** The comment at the head is a few lines long; a file without one is not searched to its end. */
const HEAD = 4000;

/** Options of both tools whose value is the next word. */
const VALUED = new Set(['-o', '--output-file', '-c', '--constraint', '--override', '--overrides']);

/**
 * The sources that pip-compile or `uv pip compile` names in the comment at the head of what it
 * wrote, as written there; empty for a file that neither wrote.
 */
export function compiledSources(text: string): readonly string[] {
  const words = (compileCommand(text) ?? '').split(/\s+/);
  return words.filter(
    (word, index) =>
      /\.(?:in|txt|toml|py|cfg)$/.test(word) &&
      !word.startsWith('-') &&
      !VALUED.has(words[index - 1] ?? ''),
  );
}

/** The command of pip-compile or uv that the head of a file says it was written by; null where it says none. */
export function compileCommand(text: string): string | null {
  const head = text.slice(0, HEAD);
  const found = /^#[ \t]+((?:pip-compile|uv pip compile)(?=[ \t\r\n])[^\r\n]*)/m.exec(head);
  return found?.[1]?.trim() ?? null;
}
