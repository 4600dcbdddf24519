import { basename, dirname } from 'node:path/posix';
import { setImmediate } from 'node:timers/promises';
import { ResponseError, type CancellationToken } from 'vscode-jsonrpc/node';
import type { WorkDoneProgressParams } from 'vscode-languageserver';
import type { ServerContext } from './context.ts';
import { cancelled } from './cancelled.ts';
import { errorCodes } from './decode.ts';
import type { WorkDoneProgress } from './progress.ts';

/** Milliseconds of work at a time: another request waits no longer than this and one project. */
const SLICE_MS = 8;

/**
 * Shows the manifest of every project of the workspace to `visit`, those of open ones first. Lets other messages be handled
 * in between, tells how far it is, and ends with an error where the request or its progress is
 * cancelled.
 */
export async function scanWorkspace(
  context: ServerContext,
  { workDoneToken }: WorkDoneProgressParams,
  token: CancellationToken,
  visit: (manifest: string) => void | Promise<void>,
): Promise<void> {
  const { session, progresses, cachedReports } = context;
  const progress = progresses.start(
    { notify: context.notify, ask: context.ask, creates: context.client.workDoneProgress },
    workDoneToken ?? null,
    'Looking at Python projects',
  );
  const breathe = breather(context, token, progress);
  let looked = 0;
  try {
    const known = cachedReports.manifests;
    const manifests = known === null ? [] : [...session.scannedAgain(known)];
    if (known === null)
      for (const manifest of session.scan()) {
        if (manifest !== null) manifests.push(manifest);
        await breathe(`${manifests.length} found`, null);
      }
    for (const manifest of manifests) {
      await visit(manifest);
      looked += 1;
      const name = basename(dirname(manifest));
      await breathe(`${looked}/${manifests.length} ${name}`, (looked / manifests.length) * 100);
    }
    if (known === null) cachedReports.found(manifests);
  } finally {
    progress.end(looked === 1 ? '1 project' : `${looked} projects`);
  }
}

/** Answers when it is time to go on. Throws where the work is no longer wanted. */
function breather(
  context: ServerContext,
  token: CancellationToken,
  progress: WorkDoneProgress,
): (message: string, percentage: number | null) => Promise<void> {
  let since = performance.now();
  return async (message, percentage) => {
    if (performance.now() - since < SLICE_MS) return;
    progress.report(message, percentage);
    await setImmediate();
    since = performance.now();
    if (token.isCancellationRequested || context.activity.isStopped) throw cancelled();
    if (progress.isCancelled)
      throw new ResponseError(errorCodes.serverCancelled, 'The user cancelled it.', {
        retriggerRequest: false,
      });
  };
}
