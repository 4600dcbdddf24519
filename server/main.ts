#!/usr/bin/env node
import { isMainThread, workerData } from 'node:worker_threads';
import { NETWORK_KEY } from './protocol/network/key.ts';
import type { NetworkStart } from './protocol/network/messages.ts';
import packageJson from '../package.json' with { type: 'json' };

const args = process.argv.slice(2);
const { version } = packageJson;

// Each loads what it needs alone: an editor waits for the server's first answer.
if (!isMainThread && isForNetwork(workerData)) {
  const { runNetwork } = await import('./protocol/network/thread.ts');
  runNetwork(workerData[NETWORK_KEY]);
} else if (!isMainThread) {
  const { runWorker } = await import('./protocol/worker/run.ts');
  runWorker();
} else if (args[0]?.startsWith('-') && args.includes('--stdio')) {
  const { serveStdio } = await import('./protocol/stdio.ts');
  void serveStdio(args, version, new URL(import.meta.url));
} else {
  const { runCommand } = await import('./cli/process.ts');
  void runCommand(args, version);
}

/** What stands under our own key was put there by this same program. */
function isForNetwork(data: unknown): data is { readonly [NETWORK_KEY]: NetworkStart } {
  return typeof data === 'object' && data !== null && NETWORK_KEY in data;
}
