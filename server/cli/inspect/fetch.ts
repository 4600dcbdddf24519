import type { Inspected, NotFound } from '../../inspect/inspected.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import type { NetworkAccess } from '../../network/access.ts';
import { sizeText } from '../../words.ts';
import { HostQuestions } from '../host-questions.ts';
import type { CliIo } from '../io.ts';
import { clearedLine, line } from '../printed.ts';

/** Milliseconds between two lines of progress. */
const REDRAW_MS = 100;

/**
 * Fetches files that this machine does not have, and reads them. Asks about hosts and sizes where somebody can answer.
 *
 * @param mostBytes of one file, above which somebody has to say yes
 */
export async function fetchMissingFiles(
  files: readonly WantedFile[],
  access: NetworkAccess,
  mostBytes: number,
  io: CliIo,
): Promise<{ readonly inspected: readonly Inspected[]; readonly missing: readonly NotFound[] }> {
  const { fetchAndRead } = await import('../../network/read-packages.ts');
  const questions = new HostQuestions(access, io);
  const progress = new Progress(files.length, io);
  const found = await fetchAndRead(files, access, {
    mostBytes,
    agrees: (host) => questions.agrees(host),
    isWorth: ({ file }, bytes) =>
      questions.ask(line`${file} is ${bytes === null ? 'large' : sizeText(bytes)}. Fetch it?`),
    onBytes: (file, bytes) => progress.at(file, bytes),
    onDone: () => progress.done(),
  });
  progress.end();
  return found;
}

/** One line of a terminal that says how far it is; elsewhere one line at the end. */
class Progress {
  readonly #io: CliIo;
  readonly #total: number;
  readonly #start = Date.now();
  readonly #bytes = new Map<WantedFile, number>();
  #drawn = 0;
  #done = 0;

  constructor(total: number, io: CliIo) {
    this.#total = total;
    this.#io = io;
  }

  at(file: WantedFile, bytes: number): void {
    this.#bytes.set(file, bytes);
    const now = Date.now();
    if (!this.#io.progress || now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    this.#io.err(line`${clearedLine()}${this.#text()}`);
  }

  done(): void {
    this.#done += 1;
  }

  end(): void {
    if (this.#io.progress) this.#io.err(clearedLine());
    if (this.#sum() > 0) this.#io.err(line`${this.#text()}\n`);
  }

  #text(): string {
    const seconds = (Date.now() - this.#start) / 1000;
    return `${this.#done} of ${this.#total} files, ${sizeText(this.#sum())} in ${seconds.toFixed(1)} s`;
  }

  #sum(): number {
    return [...this.#bytes.values()].reduce((sum, each) => sum + each, 0);
  }
}
