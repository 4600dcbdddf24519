import { visibleLines } from '../visible.ts';

/** From what is always told to what only a developer wants to know. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Where the server tells what it does: never standard output, which carries frames alone. A message
 * names files, methods and sizes; it never quotes a document, for logs are put into bug reports.
 */
export interface Log {
  /** Whether entries of a level are written: what costs something to word need not be worded for nothing. */
  takes(level: LogLevel): boolean;
  write(level: LogLevel, message: string): void;
}

/** A log of one entry at a time, for `write` (standard error, a file). Entries below `level` are dropped. */
export function leveledLog(
  level: LogLevel,
  write: (level: LogLevel, message: string) => void,
): Log {
  const most = LOG_LEVELS.indexOf(level);
  const takes = (entry: LogLevel): boolean => LOG_LEVELS.indexOf(entry) <= most;
  return {
    takes,
    write(entry, message) {
      if (takes(entry)) write(entry, message);
    },
  };
}

/** One entry as text that ends in a line break; further lines of the message are indented. */
export function logLine(level: LogLevel, message: string): string {
  return `pyproject-nix-ls: ${level}: ${visibleLines(message.replaceAll('\r\n', '\n')).replaceAll('\n', '\n  ')}\n`;
}

/** Errors whose messages the engine or the system words: they name properties and paths, and quote no text. */
const SAFE_ERRORS: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** What was thrown, with where it came from. The message of an error that may quote a document is left out. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const { name, message, stack = '' } = error;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  // What the system, or a client's answer, says of itself has a code.
  const isSafe = SAFE_ERRORS.has(name) || 'code' in error;
  return [isSafe ? `${name}: ${firstLine(message)}` : name, ...frames].join('\n');
}

const MOST_CHARACTERS = 200;

/** What a library says, without what it may quote behind its first line. */
export function firstLine(message: string): string {
  const [line = ''] = message.split('\n', 1);
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}
