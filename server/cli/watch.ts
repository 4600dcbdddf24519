import { statSync } from 'node:fs';
import { nativePaths } from '../session/native-paths.ts';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often the files are looked at, in milliseconds. Not all file systems tell of changes. */
const LOOK_MS = 300;

/** Files as they were at one moment. */
export class Watched {
  readonly #paths: readonly string[];
  readonly #state: string;

  constructor(paths: readonly string[]) {
    this.#paths = paths;
    this.#state = stateOf(paths);
  }

  /** Waits until one of them is changed, made or removed, if none was since that moment. */
  async untilChanged(): Promise<void> {
    while (stateOf(this.#paths) === this.#state) await sleep(LOOK_MS);
  }
}

function stateOf(paths: readonly string[]): string {
  return paths.map(stampOf).join('\n');
}

function stampOf(path: string): string {
  const stat = statSync(nativePaths.native(path), { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? '' : `${stat.mtimeNs} ${stat.size} ${stat.ino}`;
}
