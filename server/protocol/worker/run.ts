import { parentPort, workerData } from 'node:worker_threads';
import { PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { openKnowledge } from '../../../overrides-db/lookup.ts';
import { bundledKnowledge } from '../../session/knowledge.ts';
import { nodeFileSystem } from '../../session/node-file-system.ts';
import { userReadings } from '../../session/user-readings.ts';
import { field } from '../decode.ts';
import { serveHeavy } from './heavy-server.ts';
import { WORKER_KEY } from './key.ts';
import type { WorkerStart } from './messages.ts';

/** Answers for heavy projects: what a thread does that `workerStarter` has started. */
export function runWorker(): void {
  const start = field(workerData, WORKER_KEY);
  if (parentPort === null || !isStart(start)) return;
  serveHeavy({
    reader: new PortMessageReader(parentPort),
    writer: new PortMessageWriter(parentPort),
    start,
    fileSystem: nodeFileSystem,
    readings: userReadings(nodeFileSystem),
    knowledge: () => bundledKnowledge() ?? openKnowledge(new Uint8Array()),
  });
}

/** What stands under our own key was put there by this same program. */
function isStart(value: unknown): value is WorkerStart {
  return typeof field(value, 'generation') === 'number';
}
