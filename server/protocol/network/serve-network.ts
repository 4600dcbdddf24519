import {
  createMessageConnection,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { PageAnswer, PageQuestion } from '../../index/view.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import type { Inspected } from '../../inspect/inspected.ts';
import type { NetworkAccess } from '../../network/access.ts';
import { withAgreement } from '../../network/agreement.ts';
import { aboutOf } from '../../network/about.ts';
import { projectOf } from '../../network/index-client.ts';
import { fetchAndRead } from '../../network/read-packages.ts';
import { Vulnerabilities, type ToldVulnerabilities } from '../../network/vulnerabilities.ts';
import type { VulnerabilitySource } from '../../session/user-configuration.ts';
import type { PackageFiles } from '../../session/packages/package-files.ts';
import { keepChecked, readLocal, type KeepReading } from '../../session/packages/read-local.ts';
import type {
  AskedBack,
  NetworkRequests,
  NetworkThread,
  ReadDone,
  ReadJob,
  ToldByNetwork,
} from './messages.ts';

/** What the thread works with. */
export interface NetworkPlace {
  readonly packageFiles: PackageFiles;
  readonly keepReading: KeepReading;
  /** Opens the network, when first asked. */
  readonly access: () => NetworkAccess;
  readonly vulnerabilities?: VulnerabilitySource | null;
}

/** Bytes of a file above which nobody can say yes in an editor: the command line asks. */
const MOST_BYTES = 50e6;
/** Questions that are under way at once; of one host four are. */
const AT_ONCE = 8;

/** Answers what `ServerNetwork` asks, from the side of the thread. */
export function serveNetwork(
  { reader, writer }: Pick<NetworkThread, 'reader' | 'writer'>,
  { packageFiles, keepReading, access, vulnerabilities = null }: NetworkPlace,
): void {
  const connection = createMessageConnection(reader, writer);
  let opened: NetworkAccess | null = null;
  const network = (): NetworkAccess => (opened ??= access());
  const answered = new Map<string, Promise<boolean>>();
  const agrees = (host: string): Promise<boolean> => {
    const known = answered.get(host) ?? askedBack(connection, 'agrees', { host });
    answered.set(host, known);
    void known.then((isAgreed) => (isAgreed ? network().remember(host) : null));
    return known;
  };
  const read = async ({ files, job }: ReadJob, token: CancellationToken): Promise<ReadDone> => {
    const told = new Progress(connection, job);
    const inspected: Inspected[] = [];
    const absent: WantedFile[] = [];
    for (const file of files) {
      if (token.isCancellationRequested) break;
      const here = readLocal([file], packageFiles, []);
      inspected.push(...here.inspected);
      absent.push(...here.missing.map((each) => each.file));
      if (here.missing.length === 0) told.done();
      // What was cancelled meanwhile is heard of.
      // oxlint-disable-next-line no-await-in-loop
      await new Promise(setImmediate);
    }
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const fetched =
      absent.length === 0
        ? { inspected: [], missing: [] }
        : await fetchAndRead(absent, network(), {
            mostBytes: MOST_BYTES,
            agrees,
            isWorth: () => Promise.resolve(false),
            onBytes: (file, bytes) => told.at(file, bytes),
            onDone: () => told.done(),
            signal: stop.signal,
          });
    return doneWith([...inspected, ...fetched.inspected], fetched.missing, keepReading);
  };
  const pages = async ({ packages }: NetworkRequests['pages'][0]): Promise<PageAnswer[]> => {
    const answers: PageAnswer[] = [];
    const queue = packages.entries();
    const one = async (): Promise<void> => {
      for (const [at, asked] of queue)
        // oxlint-disable-next-line no-await-in-loop
        answers[at] = await pageOf(asked, network(), agrees);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    return answers;
  };
  connection.onRequest('read', read);
  connection.onRequest('pages', pages);
  const known = vulnerabilities === null ? null : new Vulnerabilities(vulnerabilities, network);
  connection.onRequest<ToldVulnerabilities, void>(
    'vulnerabilities',
    ({ releases }: NetworkRequests['vulnerabilities'][0]): Promise<ToldVulnerabilities> =>
      known?.of(releases) ?? Promise.resolve({ problem: 'nothing is named that knows any' }),
  );
  connection.listen();
}

function doneWith(
  inspected: readonly Inspected[],
  missing: ReadDoneParts,
  keepReading: KeepReading,
): ReadDone {
  const checked = inspected.filter(({ isChecked }) => isChecked);
  const problem = keepChecked(checked, keepReading);
  return {
    kept: problem === null ? checked.length : 0,
    unchecked: inspected.filter(({ isChecked }) => !isChecked).map(({ file }) => file.name),
    missing: missing.map(({ file: { name, version }, why }) => ({ name, version, why })),
    problem,
  };
}

type ReadDoneParts = Awaited<ReturnType<typeof fetchAndRead>>['missing'];

async function pageOf(
  { name, index, version }: PageQuestion,
  access: NetworkAccess,
  agrees: (host: string) => Promise<boolean>,
): Promise<PageAnswer> {
  const address = index?.address ?? access.defaultIndex?.address ?? null;
  if (address === null) return null;
  access.logins.called(index?.name ?? null, address);
  const answer = await withAgreement(agrees, () => projectOf(access.pages, address, name));
  if (answer.kind !== 'project') return null;
  const { files } = answer.project;
  return {
    files: files.map(({ name: file, requiresPython, yanked }) => ({
      name: file,
      requiresPython,
      yanked,
    })),
    about: await aboutOf(access, address, files, version),
  };
}

/** Milliseconds between two things that are told of one job. */
const TELL_MS = 100;

class Progress {
  readonly #connection: MessageConnection;
  readonly #job: ReadJob['job'];
  readonly #bytes = new Map<WantedFile, number>();
  #done = 0;
  #told = 0;

  constructor(connection: MessageConnection, job: ReadJob['job']) {
    this.#connection = connection;
    this.#job = job;
  }

  at(file: WantedFile, bytes: number): void {
    this.#bytes.set(file, bytes);
    this.#tell();
  }

  done(): void {
    this.#done += 1;
    this.#tell();
  }

  #tell(): void {
    const now = performance.now();
    if (now - this.#told < TELL_MS) return;
    this.#told = now;
    const bytes = [...this.#bytes.values()].reduce((sum, each) => sum + each, 0);
    const params: ToldByNetwork['progress'] = { job: this.#job, done: this.#done, bytes };
    void this.#connection.sendNotification('progress', params);
  }
}

function askedBack<Method extends keyof AskedBack>(
  connection: MessageConnection,
  method: Method,
  params: AskedBack[Method][0],
): Promise<AskedBack[Method][1]> {
  return connection.sendRequest(method, params);
}
