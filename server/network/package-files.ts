import { partsOfFile } from '../artifacts/archive/byte-source.ts';
import { readWheel, type WheelReading } from '../artifacts/wheel/read.ts';
import type { WantedFile } from '../inspect/wanted.ts';
import { withAgreement, type Question } from './agreement.ts';
import { isSameHost, type NetworkAccess } from './access.ts';
import type { AnswerHead, NetworkAnswer, NetworkProblem } from './client.ts';
import { fetchFile } from './fetch-file.ts';
import { hostOf } from './hosts.ts';
import { projectOf } from './index-client.ts';

/** A file that was fetched, what ranges of it say, or why neither is there. */
export type FetchedPackageFile =
  | {
      readonly kind: 'whole';
      readonly bytes: Uint8Array;
      readonly sha256: string;
      /** For people: the host that had it. */
      readonly where: string;
    }
  | { readonly kind: 'ranges'; readonly wheel: WheelReading; readonly where: string }
  | { readonly kind: 'too-large'; readonly bytes: number | null }
  /** A clause for people, without a full stop. */
  | { readonly kind: 'problem'; readonly problem: string; readonly status: number | null };

/** How files are fetched. */
export interface FetchPolicy {
  /** Bytes of a file above which somebody has to say yes. */
  readonly mostBytes: number;
  /** Whether the user agrees to a host that nobody has named yet; asked once for each. */
  readonly agrees: (host: string) => Promise<boolean>;
  readonly onProgress: (bytes: number, total: number | null) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes up to which a wheel is fetched whole: whole, it is held to the lock's hash. */
const WHOLE_WHEEL = 8 * 2 ** 20;
/** Bytes of a wheel's end, where its directory is. */
const TAIL = 2 ** 16;
/** Requests for one wheel, and bytes of each at most. */
const MOST_RANGES = 400;
const MOST_RANGE_BYTES = 64 * 2 ** 20;

/**
 * Fetches a file that a lock pins: from the address that the lock has, or the file of that name and hash on the index
 * that lock or project name, else on the default one. Never throws.
 */
export async function fetchPackageFile(
  access: NetworkAccess,
  file: WantedFile,
  policy: FetchPolicy,
): Promise<FetchedPackageFile> {
  if (file.commit !== undefined) return { kind: 'problem', problem: NO_GIT, status: null };
  if (file.index !== null) access.logins.called(file.index.name, file.index.address);
  const place = await addressOf(access, file, policy);
  if ('problem' in place) return { kind: 'problem', problem: place.problem, status: null };
  const fetched = await fetchFrom(access, file, place.address, policy);
  if (fetched.kind !== 'problem' || !place.isOfLock || !GONE.has(fetched.status ?? 0))
    return fetched;
  // Files move; the index says where this one is today, and the hash that it is this one.
  const other = await onIndex(access, file, policy);
  return 'problem' in other
    ? { ...fetched, problem: `${fetched.problem}, and ${other.problem}` }
    : fetchFrom(access, file, other.address, policy);
}

/** Only git speaks its protocols, and it runs what a repository names. */
const NO_GIT =
  'no repository is fetched here; where uv or Poetry has installed it, their checkout is read';

/** What a server answers of a file that is no longer there. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

async function fetchFrom(
  access: NetworkAccess,
  file: WantedFile,
  address: string,
  policy: FetchPolicy,
): Promise<FetchedPackageFile> {
  const where = hostOf(address) ?? '';
  if (file.source === 'wheel') {
    const ranges = await withAgreement(policy.agrees, () =>
      wheelByRanges(access, file, address, policy),
    );
    if (ranges.kind === 'read') return { kind: 'ranges', wheel: ranges.wheel, where };
    if (ranges.kind !== 'whole') return failed(ranges);
  }
  const { filesFolder } = access;
  if (filesFolder === null)
    return { kind: 'problem', problem: 'nothing says where your cache is', status: null };
  const fetched = await withAgreement(policy.agrees, () =>
    fetchFile(access.client, { address, sha256: file.sha256 }, filesFolder, policy),
  );
  return fetched.kind === 'whole' ? { ...fetched, where } : failed(fetched);
}

/** `isOfLock` where the lock has the address. */
type Place =
  | { readonly address: string; readonly isOfLock: boolean }
  | { readonly problem: string };

async function addressOf(
  access: NetworkAccess,
  file: WantedFile,
  policy: FetchPolicy,
): Promise<Place> {
  const { hosts, defaultIndex } = access;
  const host = file.url === null ? null : hostOf(file.url);
  if (file.url === null || host === null) return onIndex(access, file, policy);
  const ofLock = { address: file.url, isOfLock: true };
  if (hosts.of(host).mayAsk) return ofLock;
  // Of the default index its page says where its files are; of another the user is asked.
  const isDefault =
    file.index !== null && isSameHost(file.index.address, defaultIndex?.address ?? '');
  if (!isDefault) return ofLock;
  const place = await onIndex(access, file, policy);
  return 'problem' in place ? ofLock : place;
}

async function onIndex(
  { hosts, defaultIndex, pages }: NetworkAccess,
  file: WantedFile,
  policy: FetchPolicy,
): Promise<Place> {
  const index = file.index?.address ?? defaultIndex?.address ?? null;
  if (index === null) return { problem: NO_INDEX };
  const answer = await withAgreement(policy.agrees, () =>
    projectOf(pages, index, file.name, policy.signal),
  );
  const shown = hostOf(index) ?? index;
  if (answer.kind === 'absent') return { problem: `${shown} has no ${file.name}` };
  if (answer.kind !== 'project') return { problem: answer.problem };
  const named = answer.project.files.filter(({ name }) => name === file.file);
  const found = named.find(
    ({ sha256 }) => sha256 === null || file.sha256 === null || sha256 === file.sha256,
  );
  if (found === undefined)
    return { problem: `${shown} has ${named.length === 0 ? 'no' : 'another'} ${file.file}` };
  const host = hostOf(found.url);
  if (host !== null && isSameHost(index, defaultIndex?.address ?? '')) hosts.agree(host);
  return { address: found.url, isOfLock: false };
}

/** What to do where nothing says where packages are. */
export const NO_INDEX = 'nothing says where the default index is; --index-url does';

function failed({
  problem,
  status,
  size,
}: NetworkProblem): FetchedPackageFile & { kind: 'too-large' | 'problem' } {
  return size === undefined
    ? { kind: 'problem', problem, status }
    : { kind: 'too-large', bytes: size };
}

/** What a wheel says by ranges; `whole` where the whole of it is to be fetched. */
async function wheelByRanges(
  { client }: NetworkAccess,
  { file }: WantedFile,
  address: string,
  { signal, onProgress }: FetchPolicy,
): Promise<
  | { readonly kind: 'read'; readonly wheel: WheelReading }
  | { readonly kind: 'whole' }
  | Question
  | NetworkProblem
> {
  const parts: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  let count = 0;
  const take = async (range: string, mostBytes: number): Promise<NetworkAnswer> =>
    client.get({ address, headers: { range }, mostBytes, signal });
  const tail = await take(`bytes=-${TAIL}`, WHOLE_WHEEL);
  // Who does not know ranges sends the whole, which may be too much to be taken so.
  if (tail.kind === 'problem' && tail.status === null && signal?.aborted !== true)
    return { kind: 'whole' };
  if (tail.kind !== 'answer') return tail;
  const size = sizeIn(tail);
  if (tail.status !== 206 || size === null || size <= WHOLE_WHEEL) return { kind: 'whole' };
  const add = (start: number, bytes: Uint8Array): void => {
    parts.push({ start, bytes });
    count += bytes.length;
    onProgress(count, null);
  };
  add(size - tail.bytes.length, tail.bytes);
  for (let requests = 0; requests < MOST_RANGES; requests += 1) {
    const wheel = readWheel(file, partsOfFile(size, parts));
    if (!('missing' in wheel)) return { kind: 'read', wheel };
    const { start, end } = wheel.missing;
    if (end - start > MOST_RANGE_BYTES) return { kind: 'whole' };
    const answer = await take(`bytes=${start}-${end - 1}`, end - start);
    if (answer.kind !== 'answer') return answer;
    if (answer.status !== 206 || answer.bytes.length === 0) return { kind: 'whole' };
    add(start, answer.bytes);
  }
  return { kind: 'whole' };
}

/** Bytes of the whole file, by the answer to a range; null where it does not say. */
function sizeIn({ headers }: AnswerHead): number | null {
  const [, size] = /^bytes \d+-\d+\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
  return size === undefined || !Number.isSafeInteger(Number(size)) ? null : Number(size);
}
