import type { CliIo, ExitCode } from './io.ts';
import { line } from './printed.ts';

/** How often is planned anew; many runs at once on one file take turns. */
const MOST_ROUNDS = 50;

/** A file changed between the look that a plan was made from and the write: nothing was written. */
export class ChangedMeanwhile extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} changed while an edit of it was planned`);
    this.file = file;
  }
}

/**
 * Runs what plans and writes, and again from the files as they are then where one of them changed
 * meanwhile. What a round prints is printed when it is through.
 *
 * @param attempt reads the files itself where `round` is not 0.
 */
export function untilWritten(io: CliIo, attempt: (io: CliIo, round: number) => ExitCode): ExitCode {
  let last: ChangedMeanwhile | null = null;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const printed: (() => void)[] = [];
    const held: CliIo = {
      ...io,
      out: (text) => printed.push(() => io.out(text)),
      err: (text) => printed.push(() => io.err(text)),
    };
    try {
      const code = attempt(held, round);
      for (const print of printed) print();
      return code;
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      last = error;
    }
  }
  io.err(line`pyproject-nix-ls: ${last?.file ?? ''} changes all the time; nothing was written.\n`);
  return 2;
}
