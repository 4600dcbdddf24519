import { Worker } from 'node:worker_threads';
import { PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { NETWORK_KEY } from './key.ts';
import type { StartNetwork } from './messages.ts';

/** Megabytes of heap: the largest sdists unpack to a few hundred. */
const HEAP_MB = 1024;

/**
 * Starts a thread of this process that reads packages and asks the network.
 *
 * @param main the program, which sees by its data what it is started for.
 */
export function networkStarter(main: URL): StartNetwork {
  return (start) => {
    const worker = new Worker(main, {
      workerData: { [NETWORK_KEY]: start },
      // Standard output carries frames alone.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    return {
      reader: new PortMessageReader(worker),
      writer: new PortMessageWriter(worker),
      onEnd(ended) {
        worker.on('error', () => ended());
        worker.on('exit', () => ended());
      },
      end() {
        void worker.terminate();
      },
    };
  };
}
