/** The comment at the head is a few lines long; a file without one is not searched to its end. */
const HEAD = 4000;

/** Options of both tools whose value is the next word. */
const VALUED = new Set(['-o', '--output-file', '-c', '--constraint', '--override', '--overrides']);

/**
 * The sources that pip-compile or `uv pip compile` names in the comment at the head of what it
 * wrote, as written there; empty for a file that neither wrote.
 */
export function compiledSources(text: string): readonly string[] {
  const head = text.slice(0, HEAD);
  const command = /^#[ \t]+(?:\S{0,200}pip-compile|uv pip compile)(?=[ \t\r\n])([^\r\n]*)/m.exec(
    head,
  );
  const words = (command?.[1] ?? '').split(/\s+/);
  return words.filter(
    (word, index) =>
      /\.(?:in|txt|toml|py|cfg)$/.test(word) &&
      !word.startsWith('-') &&
      !VALUED.has(words[index - 1] ?? ''),
  );
}
