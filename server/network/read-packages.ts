import type { Inspected, NotFound } from '../inspect/inspected.ts';
import { readPackageFile, readWheelParts } from '../inspect/read-file.ts';
import type { WantedFile } from '../inspect/wanted.ts';
import { sizeText } from '../words.ts';
import type { NetworkAccess } from './access.ts';
import { fetchPackageFile, type FetchedPackageFile } from './package-files.ts';

/** How packages are fetched and read. */
export interface ReadPolicy {
  /** Bytes of a file above which somebody has to say yes. */
  readonly mostBytes: number;
  /** Whether the user agrees to a host that nobody has named yet. */
  readonly agrees: (host: string) => Promise<boolean>;
  /** Whether a file that is larger than `mostBytes` is fetched; its bytes as far as they are known. */
  readonly isWorth: (file: WantedFile, bytes: number | null) => Promise<boolean>;
  /** Told of the bytes that came of a file so far. */
  readonly onBytes: (file: WantedFile, bytes: number) => void;
  /** Told of each file that is through. */
  readonly onDone: (file: WantedFile) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Files that come at once, whatever hosts they are from. */
const AT_ONCE = 6;

/** Fetches files and reads them, in the order in which they are given. Never throws. */
export async function fetchAndRead(
  files: readonly WantedFile[],
  access: NetworkAccess,
  policy: ReadPolicy,
): Promise<{ readonly inspected: readonly Inspected[]; readonly missing: readonly NotFound[] }> {
  const results: (Inspected | NotFound)[] = [];
  const queue = files.entries();
  const one = async (): Promise<void> => {
    for (const [index, file] of queue) {
      // Each of these takes the next file when it is through with one.
      // oxlint-disable-next-line no-await-in-loop
      results[index] = readingOf(file, await fetched(file, access, policy), policy.mostBytes);
      policy.onDone(file);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return {
    inspected: results.filter((result) => 'reading' in result),
    missing: results.filter((result) => 'why' in result),
  };
}

async function fetched(
  file: WantedFile,
  access: NetworkAccess,
  { mostBytes, agrees, isWorth, onBytes, signal }: ReadPolicy,
): Promise<FetchedPackageFile> {
  const take = (most: number): Promise<FetchedPackageFile> =>
    fetchPackageFile(access, file, {
      mostBytes: most,
      agrees,
      onProgress: (bytes) => onBytes(file, bytes),
      signal,
    });
  const first = await take(mostBytes);
  if (first.kind !== 'too-large' || !(await isWorth(file, first.bytes))) return first;
  return take(Number.MAX_SAFE_INTEGER);
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
