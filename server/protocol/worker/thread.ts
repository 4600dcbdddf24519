import { Worker } from 'node:worker_threads';
import { PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { firstLine } from '../log.ts';
import { WORKER_KEY } from './key.ts';
import type { StartWorker } from './messages.ts';

/**
 * Megabytes of heap of the thread: two files at their limits (docs/limits.md). What takes more ends the thread and
 * not the server.
 */
const HEAP_MB = 1024;

/**
 * Starts a thread of this process that answers for heavy projects.
 *
 * @param main the program, which sees by its data what it is started for.
 */
export function workerStarter(main: URL, heapMb: number = HEAP_MB): StartWorker {
  return (start) => {
    const worker = new Worker(main, {
      workerData: { [WORKER_KEY]: start },
      // Standard output carries frames alone.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    return {
      reader: new PortMessageReader(worker),
      writer: new PortMessageWriter(worker),
      onEnd(ended) {
        worker.on('error', (error: unknown) => ended(reasonOf(error)));
        worker.on('exit', (code) => ended(`its thread exited with ${code}`));
      },
      end() {
        void worker.terminate();
      },
    };
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'out of memory';
  return firstLine(error.message);
}
