import { readWheelParts, readPackageFile } from '../../inspect/read-file.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import type { NetworkAccess } from '../../network/access.ts';
import type { FetchedPackageFile } from '../../network/package-files.ts';
import { sizeText } from '../../words.ts';
import { HostQuestions } from '../host-questions.ts';
import type { CliIo } from '../io.ts';
import { clearedLine, line } from '../printed.ts';
import type { Inspected, NotFound } from './report.ts';

/** What was fetched and read, and what was not. */
export interface FetchedFiles {
  readonly inspected: readonly Inspected[];
  readonly missing: readonly NotFound[];
}

/** Files that come at once, whatever hosts they are from. */
const AT_ONCE = 6;
/** Milliseconds between two lines of progress. */
const REDRAW_MS = 100;

/**
 * Fetches files that this machine does not have, and reads them. Asks about hosts and sizes where somebody can answer.
 *
 * @param mostBytes of one file, above which somebody has to say yes
 */
export async function fetchAndRead(
  files: readonly WantedFile[],
  access: NetworkAccess,
  mostBytes: number,
  io: CliIo,
): Promise<FetchedFiles> {
  const { fetchPackageFile } = await import('../../network/package-files.ts');
  const questions = new HostQuestions(access, io);
  const progress = new Progress(files.length, io);
  const results: (Inspected | NotFound)[] = [];
  const queue = files.entries();
  const one = async (): Promise<void> => {
    for (const [index, file] of queue) {
      const take = (limit: number): Promise<FetchedPackageFile> =>
        fetchPackageFile(access, file, {
          mostBytes: limit,
          agrees: (host) => questions.agrees(host),
          onProgress: (bytes) => progress.at(index, bytes),
        });
      // Each of these takes the next file when it is through with one.
      // oxlint-disable-next-line no-await-in-loop
      const first = await take(mostBytes);
      const isWanted = first.kind === 'too-large' && (await isWorth(file, first.bytes, questions));
      const found = isWanted ? await take(Number.MAX_SAFE_INTEGER) : first;
      progress.done();
      results[index] = readingOf(file, found, mostBytes);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  progress.end();
  return {
    inspected: results.filter((result) => 'reading' in result),
    missing: results.filter((result) => 'why' in result),
  };
}

function readingOf(
  file: WantedFile,
  found: FetchedPackageFile,
  mostBytes: number,
): Inspected | NotFound {
  switch (found.kind) {
    case 'whole':
      return {
        file,
        reading: readPackageFile(file, found.bytes, found.sha256),
        where: found.where,
        isChecked: file.sha256 !== null,
      };
    case 'ranges':
      return {
        file,
        reading: readWheelParts(file, found.wheel),
        where: `parts of it at ${found.where}`,
        isChecked: false,
      };
    case 'too-large': {
      const size =
        found.bytes === null ? `more than ${sizeText(mostBytes)}` : sizeText(found.bytes);
      return { file, why: `it has ${size}; --max-size takes more` };
    }
    case 'problem':
      return { file, why: found.problem };
  }
}

/** Whether a large file is fetched all the same. */
function isWorth(
  { file }: WantedFile,
  bytes: number | null,
  questions: HostQuestions,
): Promise<boolean> {
  const size = bytes === null ? 'large' : sizeText(bytes);
  return questions.ask(line`${file} is ${size}. Fetch it?`);
}

/** One line of a terminal that says how far it is; elsewhere one line at the end. */
class Progress {
  readonly #io: CliIo;
  readonly #total: number;
  readonly #start = Date.now();
  readonly #bytes = new Map<number, number>();
  #drawn = 0;
  #done = 0;

  constructor(total: number, io: CliIo) {
    this.#total = total;
    this.#io = io;
  }

  at(index: number, bytes: number): void {
    this.#bytes.set(index, bytes);
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
