export type LogLevel = 'error' | 'warning' | 'info' | 'debug';

/** Where the server tells what it does: never standard output, which carries frames alone. */
export interface Log {
  write(level: LogLevel, message: string): void;
}

/** A log of one line an entry, for `write` (standard error, a file). Entries below `level` are dropped. */
export function lineLog(level: LogLevel, write: (line: string) => void): Log {
  const order: readonly LogLevel[] = ['error', 'warning', 'info', 'debug'];
  const most = order.indexOf(level);
  return {
    write(entry, message) {
      if (order.indexOf(entry) > most) return;
      write(`pyproject-nix-ls: ${entry}: ${message.replace(/\r?\n/g, '\n  ')}\n`);
    },
  };
}

/** What was thrown, with where it came from. */
export function describeError(error: unknown): string {
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}
