import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PartialFile } from '../session/writing/partial-file.ts';
import { reasonOf } from '../session/system-error.ts';
import type { NetworkAnswer, NetworkClient } from './client.ts';

/** A file of a package on the network. */
export interface RemoteFile {
  readonly address: string;
  /** Hexadecimal digits of what its bytes must have; null where the lock has none. */
  readonly sha256: string | null;
}

/** A whole file, or why there is none. */
export type FetchedFile =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array; readonly sha256: string }
  | Exclude<NetworkAnswer, { kind: 'answer' }>;

/**
 * Fetches a file whole. What an earlier run has of it is not fetched again, and what this one has of it stays for the
 * next; a file whose bytes have another hash than they must is thrown away. Never throws.
 *
 * @param folder of the user's cache, absolute, the system's own
 */
export async function fetchFile(
  client: NetworkClient,
  { address, sha256 }: RemoteFile,
  folder: string,
  {
    mostBytes,
    onProgress,
    signal,
  }: {
    readonly mostBytes: number;
    readonly onProgress?: (bytes: number, total: number | null) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<FetchedFile> {
  const key = sha256 ?? createHash('sha256').update(address).digest('hex');
  let file: PartialFile;
  try {
    file = PartialFile.open(folder, key);
  } catch (error) {
    return failed(`${join(folder, key)} cannot be written: ${reasonOf(error)}`);
  }
  let isWhole = false;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const before = file.size;
      const answer = await client.get({
        address,
        // Without a hash nothing says that what is there belongs to what comes.
        headers: before > 0 && sha256 !== null ? { range: `bytes=${before}-` } : {},
        mostBytes,
        signal,
        take: taker(file, before),
        onProgress: (bytes, total) => {
          const start = file.size - bytes;
          onProgress?.(file.size, total === null ? null : start + total);
        },
      });
      if (answer.kind === 'ask') return answer;
      if (answer.kind === 'problem') {
        // The file on the server is shorter than what is here: that is another.
        if (answer.size !== undefined) return answer;
        if (answer.status === 416) file.clear();
        const isWorthMore = attempt < TRIES && (answer.status === 416 || file.size > before);
        if (isWorthMore && signal?.aborted !== true) continue;
        return answer;
      }
      const bytes = file.read();
      const found = createHash('sha256').update(bytes).digest('hex');
      isWhole = true;
      if (sha256 === null || found === sha256) return { kind: 'whole', bytes, sha256: found };
      if (before === 0 || attempt === TRIES)
        return failed(
          `what ${new URL(answer.address).host} has is another file: its hash is not that of the lock`,
        );
      // What was left of an earlier run may have been of something else.
      file.clear();
      isWhole = false;
    }
  } catch (error) {
    return failed(`it could not be kept: ${reasonOf(error)}`);
  } finally {
    if (isWhole) file.remove();
    else file.leave();
  }
}

const TRIES = 3;

/** Where a server answers with the whole in place of the rest, what was there goes. */
function taker(
  file: PartialFile,
  before: number,
): (
  chunk: Uint8Array,
  head: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
) => void {
  let isFirst = true;
  return (chunk, { status, headers }) => {
    if (isFirst) {
      const start = /^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1];
      if (status !== 206 || Number(start) !== before) file.clear();
      isFirst = false;
    }
    file.append(chunk);
  };
}

function failed(problem: string): Extract<FetchedFile, { kind: 'problem' }> {
  return { kind: 'problem', problem, status: null };
}
