import { normalizeName } from '../python/names.ts';

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

/**
 * The groups and extras that such a command takes, normalised, `main` for the project's own
 * dependencies: nothing is known of the others. `--all-extras` names none of them.
 */
export function compiledGroups(command: string): ReadonlySet<string> {
  const words = command.split(/\s+/);
  const named = words.flatMap((word, index) => {
    const [option = '', value = words[index + 1] ?? ''] = word.split('=', 2);
    return GROUP_OPTIONS.has(option) ? [normalizeName(value)] : [];
  });
  const isWithoutOwn = words.some((word) => word.startsWith('--only-group'));
  return new Set(isWithoutOwn ? named : ['main', ...named]);
}

const GROUP_OPTIONS = new Set(['--extra', '--group', '--only-group']);
