import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  rmSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A name in the folder of `path` that nobody can know beforehand. */
export function temporaryFor(path: string): string {
  return join(dirname(path), `.pyproject-nix-ls-${randomBytes(16).toString('hex')}.tmp`);
}

/** The owner of a file cannot be given to what replaces it. */
export class OwnerNotKept extends Error {
  constructor() {
    super('its owner and group cannot be kept');
  }
}

/**
 * Makes a file under a name that is not taken, with mode and owner of the one that it is to replace,
 * and waits until it is on the disk. Throws, and leaves nothing, where that cannot be done.
 */
export function writeTemporary(temporary: string, text: string, like: Stats | null): void {
  const noFollow = constants.O_NOFOLLOW ?? 0;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow;
  // What is new gets what the umask leaves of 0666; what replaces another is nobody's until its owner is set.
  const descriptor = openSync(temporary, flags, like === null ? 0o666 : 0o600);
  try {
    try {
      writeAll(descriptor, Buffer.from(text, 'utf8'));
      if (like !== null) keepAttributes(descriptor, like);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A disk that is nearly full takes a part. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(descriptor, bytes, done, bytes.length - done);
}

/** Owner first: to change it takes away set-user-id. */
function keepAttributes(descriptor: number, { uid, gid, mode }: Stats): void {
  const own = fstatSync(descriptor);
  if (own.uid !== uid || own.gid !== gid) {
    try {
      fchownSync(descriptor, uid, gid);
    } catch {
      throw new OwnerNotKept();
    }
  }
  fchmodSync(descriptor, mode & 0o7777);
}

/** Waits until what was renamed in a folder is on the disk; some systems cannot be asked to. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, constants.O_RDONLY);
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // What was written is written; when it is on the disk is the system's affair.
  }
}
