import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** As much of an output channel as a log is written to. */
export interface LeveledLog {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

const ENTRY = /^pyproject-nix-ls: (error|warn|info|debug): (.*)$/;

/**
 * Writes each entry of the server's log at its own level. Lines that start no entry go with the one
 * before them; what the runtime prints before the first is an error.
 */
export function forwardLog(input: Readable, output: LeveledLog): void {
  let level = 'error';
  createInterface({ input }).on('line', (line) => {
    const [, named, message] = ENTRY.exec(line) ?? [];
    level = named ?? level;
    write(output, level, message ?? line);
  });
}

function write(output: LeveledLog, level: string, message: string): void {
  if (level === 'warn') output.warn(message);
  else if (level === 'info') output.info(message);
  else if (level === 'debug') output.debug(message);
  else output.error(message);
}
