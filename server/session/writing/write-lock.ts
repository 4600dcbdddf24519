import { randomBytes } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../system-error.ts';
import { obeySignals } from './signals.ts';

/** Milliseconds that one run waits for the others, and between two looks. */
const MOST_WAIT_MS = 30_000;
const LOOK_MS = 10;

/** Milliseconds after which a lock is taken for left behind whoever holds it: a write takes a fraction of a second. */
const STALE_MS = 60_000;

/** The right to write, of which there is one for a user. */
export interface WriteLock {
  /** Whether it is still ours: who was stopped for a minute has lost it. */
  isHeld(): boolean;
  release(): void;
}

/**
 * Waits for the lock in `folder` (which is there). Null where another run keeps it for half a minute.
 * A signal that ends the process is to be obeyed meanwhile: nothing of this run lies in the folder
 * while it waits. Throws where something that is no file has the lock's name: no wait ends that.
 */
export function takeWriteLock(folder: string): WriteLock | null {
  const path = join(folder, 'write.lock');
  const own = `${hostname()} ${process.pid} ${randomBytes(8).toString('hex')}\n`;
  const made = join(folder, `write.lock.${randomBytes(8).toString('hex')}`);
  for (let waited = 0; waited <= MOST_WAIT_MS; waited += LOOK_MS) {
    // An earlier step of this run may have held them.
    if (waited > 0) obeySignals();
    if (!isTaken(path) && put(own, made, path)) {
      return {
        isHeld: () => contentOf(path) === own,
        release: () => {
          if (contentOf(path) === own) rmSync(path, { force: true });
        },
      };
    }
    if (!breakStale(path, `${made}.stale`)) sleep(LOOK_MS);
  }
  return null;
}

function isTaken(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isFile()) throw new Error(`${path} is not a regular file`);
  return stats !== undefined;
}

/** The file holds who has the lock, and comes to be with that in it (by `link`), so that none is ever empty. */
function put(content: string, made: string, path: string): boolean {
  writeFileSync(made, content, { flag: 'wx', mode: 0o600 });
  try {
    return linked(made, path);
  } finally {
    rmSync(made, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away the lock of a run that has ended without doing so. */
function breakStale(path: string, aside: string): boolean {
  const holder = contentOf(path);
  if (holder === null || !isStale(path, holder)) return false;
  try {
    // Only one of several that see it may take it away, and not the lock that was taken meanwhile.
    renameSync(path, aside);
    if (contentOf(aside) !== holder) linked(aside, path);
    rmSync(aside, { force: true });
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function isStale(path: string, holder: string): boolean {
  const [host, pid] = holder.split(' ');
  if (host === hostname() && !isRunning(Number(pid))) return true;
  try {
    return Date.now() - statSync(path).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, and is there.
    return errorCode(error) === 'EPERM';
  }
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
