#!/usr/bin/env node
import { openKnowledge } from '../overrides-db/lookup.ts';
import packageJson from '../package.json' with { type: 'json' };
import { runCommandLine } from './cli/command-line.ts';
import { readParts } from './cli/read-parts.ts';
import { serveStdio } from './protocol/stdio.ts';
import { bundledKnowledge } from './session/knowledge.ts';
import { nodeFileSystem } from './session/node-file-system.ts';

const args = process.argv.slice(2);
const { version } = packageJson;

if (args[0]?.startsWith('-') && args.includes('--stdio')) void serveStdio(args, version);
else runCommand();

function runCommand(): void {
  // A reader that has seen enough (`| head`) is no failure of ours.
  process.stdout.on('error', () => process.exit());
  const { NO_COLOR: noColour = '', TERM: terminal } = process.env;
  // Left to end by itself: what is written to a pipe is not yet out when a command returns.
  process.exitCode = runCommandLine(args, {
    cwd: process.cwd(),
    version,
    fileSystem: nodeFileSystem,
    readParts,
    knowledge: () => bundledKnowledge() ?? openKnowledge(new Uint8Array()),
    colour: process.stdout.isTTY && noColour === '' && terminal !== 'dumb',
    progress: process.stderr.isTTY,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
