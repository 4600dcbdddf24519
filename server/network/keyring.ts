import { execFile } from 'node:child_process';

/** Milliseconds in which it has to answer: it may ask its user to unlock it. */
const MOST_MS = 30_000;
const MOST_BYTES = 2 ** 16;

/**
 * Asks the program `keyring` for a password, as uv and pip do where they are told to. Null where it has none. Never throws.
 *
 * @param program absolute, the system's own
 */
export function askKeyring(program: string, service: string, user: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      ['get', service, user],
      { timeout: MOST_MS, maxBuffer: MOST_BYTES, windowsHide: true, shell: false },
      (error, stdout) => {
        const [password = ''] = stdout.split(/\r?\n/, 1);
        resolve(error !== null || password === '' ? null : password);
      },
    );
    child.stdin?.end();
  });
}
