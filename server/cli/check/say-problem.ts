import { PROGRAM } from '../command-spec.ts';
import type { CliIo } from '../io.ts';
import { line } from '../printed.ts';

/** Tells on standard error what could not be checked. */
export function sayProblem(io: Pick<CliIo, 'err'>, message: string): void {
  io.err(line`${PROGRAM} check: ${message}\n`);
}
