import { openKnowledge } from '../../overrides-db/lookup.ts';
import { bundledKnowledge } from '../session/knowledge.ts';
import { nodeFileSystem } from '../session/node-file-system.ts';
import { readUserConfiguration } from '../session/user-configuration.ts';
import { runCommandLine } from './command-line.ts';
import { readParts } from './read-parts.ts';

/** Runs one command line in this process, and leaves its exit code behind. `args` are those behind the program's name. */
export function runCommand(args: readonly string[], version: string): void {
  // A reader that has seen enough (`| head`) is no failure of ours.
  process.stdout.on('error', () => process.exit());
  const { CI: ci = '', NO_COLOR: noColour = '', TERM: terminal } = process.env;
  // Left to end by itself: what is written to a pipe is not yet out when a command returns.
  process.exitCode = runCommandLine(args, {
    cwd: process.cwd(),
    version,
    fileSystem: nodeFileSystem,
    userConfiguration: () => readUserConfiguration(nodeFileSystem),
    readParts,
    knowledge: () => bundledKnowledge() ?? openKnowledge(new Uint8Array()),
    colour: process.stdout.isTTY && noColour === '' && terminal !== 'dumb',
    progress: process.stderr.isTTY && ci === '' && terminal !== 'dumb',
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
