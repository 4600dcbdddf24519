import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { isReadBefore } from '../inspect/inspected.ts';
import { wantedFiles, type Wanted } from '../inspect/wanted.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import { sizeText } from '../words.ts';
import { mayUse, type ServerContext } from './context.ts';
import { field } from './decode.ts';
import { describeError } from './log.ts';
import type { ReadDone } from './network/messages.ts';
import type { ServerNetwork } from './network/server-network.ts';

const INFO = 3;
const YES = 'Read them';

/**
 * The command that reads what packages of a lock say themselves: from where this machine has them, and else from the
 * network. Asks first, once in a session. Whoever asked for it does not wait.
 *
 * @param names PEP 503; null for all of which nothing was read so far
 */
export function readPackagesOf(
  context: ServerContext,
  uri: string,
  names: readonly string[] | null,
): null {
  if (context.network === null) return null;
  if (!mayUse(context, 'files')) {
    tell(
      context,
      'Your own configuration does not allow it: network = "files" in its config.toml does.',
    );
    return null;
  }
  look(context, context.network, uri, names).catch((error: unknown) => {
    context.log.write('error', `packages could not be read: ${describeError(error)}`);
    tell(context, 'The packages could not be read; the log says why.');
  });
  return null;
}

/** The files that are to be read of a project; see `readPackagesOf`. */
export function wantedOf(project: Project, names: readonly string[] | null): Wanted {
  const isAsked = (locked: LockedPackage): boolean =>
    names === null ? !isReadBefore(project, locked) : names.includes(locked.name);
  return wantedFiles(project, isAsked, names !== null);
}

async function look(
  context: ServerContext,
  network: ServerNetwork,
  uri: string,
  names: readonly string[] | null,
): Promise<void> {
  const { session, uris, heavy } = context;
  const file = uris.fileOf(uri);
  if (file === null) return;
  const isHeavy = heavy?.has(file) === true;
  const own = isHeavy ? null : (session.projectsOf(file)[0]?.project ?? null);
  const found = isHeavy
    ? await heavy.wanted(uri, names)
    : own === null
      ? null
      : { manifest: uris.of(own.manifest.file), wanted: wantedOf(own, names) };
  if (found === null) return tell(context, 'There is no project whose packages could be read.');
  const { files, left } = found.wanted;
  if (files.length === 0) {
    const [first] = left;
    const reason = first === undefined ? 'all was read before' : `of ${first.name}: ${first.why}`;
    return tell(context, `There is nothing to be read; ${reason}.`);
  }
  const done = await read(context, network, files);
  if (done === null) return;
  if (isHeavy) heavy.takeReadings(found.manifest);
  else if (own !== null) session.takeReadings(own.manifest.file);
  context.cachedReports.clear();
  context.invalidate();
  tell(context, summary(done));
}

/** Null where nobody wants it. */
async function read(
  context: ServerContext,
  network: ServerNetwork,
  files: Parameters<ServerNetwork['read']>[0],
): Promise<ReadDone | null> {
  if (!(await network.mayRead(() => isWanted(context, files.length)))) return null;
  const cancel = new CancellationTokenSource();
  const channel = {
    notify: context.notify,
    ask: context.ask,
    creates: context.client.workDoneProgress,
  };
  const title = files.length === 1 ? `Reading ${files[0]?.file ?? ''}` : 'Reading packages';
  const progress = context.progresses.start(channel, null, title);
  const done = await network.read(
    files,
    (told) => {
      if (progress.isCancelled) cancel.cancel();
      const share = (told.done / files.length) * 100;
      progress.report(`${told.done} of ${files.length}, ${sizeText(told.bytes)}`, share);
    },
    cancel.token,
  );
  progress.end(summary(done));
  return done;
}

/** What is shown when it is done, a sentence or two. */
function summary({ kept, unchecked, missing, problem }: ReadDone): string {
  if (problem !== null) return `What was read could not be kept: ${problem}.`;
  const [first] = missing;
  return [
    `Read ${kept === 1 ? 'one package' : `${kept} packages`}.`,
    ...(unchecked.length > 0
      ? [`Not kept, as the lock could not be held against them: ${unchecked.join(', ')}.`]
      : []),
    ...(first === undefined
      ? []
      : [
          missing.length === 1
            ? `Not ${first.name} ${first.version}: ${first.why}.`
            : `Not ${missing.length} others; of ${first.name}: ${first.why}.`,
        ]),
  ].join(' ');
}

async function isWanted({ ask }: ServerContext, count: number): Promise<boolean> {
  const what = count === 1 ? 'a package' : `${count} packages`;
  const answer = await ask('window/showMessageRequest', {
    type: INFO,
    message: `Read ${what} that the lock pins? What this machine does not have is fetched, and held to the lock's hash.`,
    actions: [{ title: YES }],
  });
  return field(answer, 'title') === YES;
}

function tell({ notify }: ServerContext, message: string): void {
  notify('window/showMessage', { type: INFO, message });
}
