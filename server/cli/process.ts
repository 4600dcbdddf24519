import { openKnowledge } from '../../overrides-db/lookup.ts';
import { bundledKnowledge } from '../session/knowledge.ts';
import { nodeFileSystem } from '../session/node-file-system.ts';
import { readUserConfiguration } from '../session/user-configuration.ts';
import { runCommandLine } from './command-line.ts';
import { ProcessOutput } from './output.ts';
import { line } from './printed.ts';
import { readParts } from './read-parts.ts';
import { nativePaths } from '../session/native-paths.ts';

/** Runs one command line in this process, and leaves its exit code behind: 2 where its output could not be written. */
export function runCommand(args: readonly string[], version: string): void {
  const { CI: ci = '', NO_COLOR: noColour = '', TERM: terminal } = process.env;
  const output = new ProcessOutput();
  const code = runCommandLine(args, {
    cwd: nativePaths.inner(process.cwd()),
    version,
    fileSystem: nodeFileSystem,
    userConfiguration: () => readUserConfiguration(nodeFileSystem),
    readParts: (path, passOn) => readParts(path, passOn ? (bytes) => output.pass(bytes) : null),
    knowledge: () => bundledKnowledge() ?? openKnowledge(new Uint8Array()),
    colour: output.isTerminal && noColour === '' && terminal !== 'dumb',
    progress: output.isErrorTerminal && ci === '' && terminal !== 'dumb',
    out: (printed) => output.out(printed),
    err: (printed) => output.err(printed),
  });
  if (output.problem !== null)
    output.err(line`pyproject-nix-ls: the output could not be written: ${output.problem}.\n`);
  process.exitCode = output.problem === null ? code : 2;
}
