#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';
import packageJson from '../package.json' with { type: 'json' };

const args = process.argv.slice(2);
const { version } = packageJson;

// Each loads what it needs alone: an editor waits for the server's first answer.
if (!isMainThread) {
  const { runWorker } = await import('./protocol/worker/run.ts');
  runWorker();
} else if (args[0]?.startsWith('-') && args.includes('--stdio')) {
  const { serveStdio } = await import('./protocol/stdio.ts');
  void serveStdio(args, version, new URL(import.meta.url));
} else {
  const { runCommand } = await import('./cli/process.ts');
  void runCommand(args, version);
}
