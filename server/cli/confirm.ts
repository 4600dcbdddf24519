import { createInterface } from 'node:readline/promises';
import type { ProcessOutput } from './output.ts';
import { line, type Printed } from './printed.ts';

/** Asks on standard error, and takes an answer from the terminal; anything but yes, the end of input too, is no. */
export async function confirm(question: Printed, output: ProcessOutput): Promise<boolean> {
  output.err(line`${question} [y/N] `);
  const terminal = createInterface({ input: process.stdin });
  try {
    const answers = terminal[Symbol.asyncIterator]();
    const { value, done } = await answers.next();
    return done !== true && /^\s*y(?:es)?\s*$/i.test(value);
  } finally {
    terminal.close();
  }
}
