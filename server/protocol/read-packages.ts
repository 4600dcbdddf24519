import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { isReadBefore } from '../inspect/inspected.ts';
import { wantedFiles } from '../inspect/wanted.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import { sizeText } from '../words.ts';
import type { ServerContext } from './context.ts';
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
  const file = context.uris.fileOf(uri);
  const project = file === null ? null : (context.session.projectsOf(file)[0]?.project ?? null);
  const { network } = context;
  if (network === null) return null;
  if (project === null) {
    tell(context, 'Where files are this large, `pyproject-nix-ls inspect --fetch` reads packages.');
    return null;
  }
  if (!network.allows('files', context.session.clientNetwork)) {
    tell(
      context,
      'Your own configuration does not allow it: network = "files" in its config.toml does.',
    );
    return null;
  }
  const isAsked = (locked: LockedPackage): boolean =>
    names === null ? !isReadBefore(project, locked) : names.includes(locked.name);
  const wanted = wantedFiles(project, isAsked, names !== null);
  if (wanted.files.length === 0) {
    const [left] = wanted.left;
    const reason = left === undefined ? 'all was read before' : `of ${left.name}: ${left.why}`;
    tell(context, `There is nothing to be read; ${reason}.`);
    return null;
  }
  read(context, network, project, wanted.files).catch((error: unknown) => {
    context.log.write('error', `packages could not be read: ${describeError(error)}`);
    tell(context, 'The packages could not be read; the log says why.');
  });
  return null;
}

async function read(
  context: ServerContext,
  network: ServerNetwork,
  { manifest }: Project,
  files: Parameters<ServerNetwork['read']>[0],
): Promise<void> {
  if (!(await network.mayRead(() => isWanted(context, files.length)))) return;
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
  context.session.takeReadings(manifest.file);
  context.cachedReports.clear();
  context.invalidate();
  tell(context, summary(done));
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
