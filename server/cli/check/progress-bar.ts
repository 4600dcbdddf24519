import type { CliIo } from '../io.ts';
import { clearedLine, line } from '../printed.ts';

/** Cells between the brackets. */
const WIDTH = 24;

/** How far a run over many projects is, on one line of a terminal's standard error. */
export interface ProgressBar {
  /** One more is done. */
  advance(): void;
  /** Takes the line off the screen: what is printed next starts on an empty one. */
  clear(): void;
}

/** A bar for `total` projects. Draws nothing for a single one, and nothing where `io` wants no progress. */
export function progressBar(total: number, io: CliIo): ProgressBar {
  if (!io.progress || total < 2) return { advance() {}, clear() {} };
  let done = 0;
  const draw = (): void => {
    const filled = Math.floor((done / total) * WIDTH);
    const bar = '#'.repeat(filled).padEnd(WIDTH, '.');
    io.err(line`${clearedLine()}[${bar}] ${done}/${total} projects`);
  };
  draw();
  return {
    advance() {
      done += 1;
      draw();
    },
    clear() {
      io.err(clearedLine());
    },
  };
}
