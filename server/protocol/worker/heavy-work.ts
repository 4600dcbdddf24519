import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { LoadedProject } from '../../session/projects.ts';
import type { LeftReport } from '../cached-reports.ts';
import type { ServerContext } from '../context.ts';
import { LOG_LEVELS } from '../log.ts';
import { tellRefused } from '../refused.ts';
import { diagnosticsIn, HeavyProjects, isHeavy } from './heavy-projects.ts';
import { ASKED_OF_CLIENT, TOLD_TO_CLIENT, type StartWorker, type WorkerStart } from './messages.ts';

const WARNING = 2;

/** What the worker of a server is started and spoken with. */
interface WorkerHost {
  readonly startWorker: StartWorker;
  readonly start: Pick<WorkerStart, 'initializeParams' | 'allowRoots' | 'networkUse'>;
  /** The context that the heavy projects are themselves a part of. */
  readonly context: () => ServerContext;
  /** To the client. */
  readonly connection: MessageConnection;
}

/** The heavy projects of a server. */
export function heavyProjects(host: WorkerHost): HeavyProjects {
  const { startWorker, connection: client } = host;
  return new HeavyProjects({
    get context(): ServerContext {
      return host.context();
    },
    start({ generation, configuration }) {
      const { session, log } = host.context();
      return startWorker({
        ...host.start,
        folders: session.folders,
        configuration,
        logLevels: LOG_LEVELS.filter((level) => log.takes(level)),
        generation,
      });
    },
    refused: ({ message }) => tellRefused(host.context(), message),
    warn(message) {
      host.context().notify('window/showMessage', {
        type: WARNING,
        message: `pyproject-nix-ls: ${message}`,
      });
    },
    forward(worker) {
      for (const method of ASKED_OF_CLIENT)
        worker.onRequest(method, (params) => client.sendRequest(method, params));
      for (const method of TOLD_TO_CLIENT)
        worker.onNotification(method, (params) => {
          void client.sendNotification(method, params);
        });
    },
  });
}

/** What is to be told of a heavy project, open or not; null of all others. */
export function leftReport(
  { heavy, uris }: ServerContext,
  project: LoadedProject,
): Promise<LeftReport> | null {
  if (heavy === null || !isHeavy(project)) return null;
  return heavy.closed(project.manifest).then(({ paths, reports, symbols }) => ({
    paths,
    diagnostics: diagnosticsIn(reports, uris),
    symbols,
  }));
}
