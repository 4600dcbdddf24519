import { join } from 'node:path/posix';
import { isatty } from 'node:tty';
import { createSupportsHyperlinks } from 'supports-hyperlinks';
import { openKnowledge } from '../../overrides-db/lookup.ts';
import { bundledKnowledge } from '../session/knowledge.ts';
import { nativePaths } from '../session/native-paths.ts';
import { nodeFileSystem } from '../session/node-file-system.ts';
import { readUserConfiguration } from '../session/user-configuration.ts';
import { thisUser } from '../session/user-folders.ts';
import { readingsFolder, userReadings } from '../session/user-readings.ts';
import { writeOwnFile } from '../session/writing/own-file.ts';
import { LocalPackageFiles } from '../session/packages/package-files.ts';
import { wantsColour } from './colour.ts';
import { runCommandLine } from './command-line.ts';
import { bundledEditorFile } from './editor-files.ts';
import type { CliIo } from './io.ts';
import { confirm } from './confirm.ts';
import { ProcessOutput } from './output.ts';
import { clearedScreen, line } from './printed.ts';
import { readParts } from './read-parts.ts';
import { bundledRulePage } from './rule-pages.ts';
import { Watched } from './watch.ts';

/** Runs one command line in this process, and leaves its exit code behind: 2 where its output could not be written. */
export async function runCommand(args: readonly string[], version: string): Promise<void> {
  const { CI: ci = '', TERM: terminal } = process.env;
  const output = new ProcessOutput();
  const readings = readingsFolder();
  const io: CliIo = {
    cwd: nativePaths.inner(process.cwd()),
    version,
    fileSystem: nodeFileSystem,
    userConfiguration: () => readUserConfiguration(nodeFileSystem),
    readParts: (path, passOn) => readParts(path, passOn ? (bytes) => output.pass(bytes) : null),
    knowledge: () => bundledKnowledge() ?? openKnowledge(new Uint8Array()),
    packageFiles: new LocalPackageFiles(),
    // Read when it is used: most runs have no need of it.
    network: async (options) => {
      const { openNetwork } = await import('../network/access.ts');
      return openNetwork(thisUser(), version, options);
    },
    ...(isatty(0) && output.isErrorTerminal
      ? { confirm: (question) => confirm(question, output) }
      : {}),
    readings: userReadings(nodeFileSystem),
    keepReading: (name, text) =>
      readings === null
        ? 'nothing says where your cache is'
        : writeOwnFile(nativePaths.native(join(readings, name)), text),
    rulePage: bundledRulePage,
    user: thisUser(),
    editorFile: bundledEditorFile,
    colour: wantsColour(output.isTerminal, process.env),
    links: output.isTerminal && createSupportsHyperlinks({ isTTY: true }),
    progress: output.isErrorTerminal && ci === '' && terminal !== 'dumb',
    out: (printed) => output.out(printed),
    err: (printed) => output.err(printed),
  };
  for (let isFirst = true; ; isFirst = false) {
    const watched: Watched[] = [];
    if (!isFirst && output.isTerminal) output.out(clearedScreen());
    const code = await runCommandLine(args, {
      ...io,
      // As they are before they are read: what changes meanwhile is seen.
      keepWatch: (paths) => watched.push(new Watched(paths)),
    });
    if (output.problem !== null)
      output.err(line`pyproject-nix-ls: the output could not be written: ${output.problem}.\n`);
    process.exitCode = output.problem === null ? code : 2;
    const [files] = watched;
    if (files === undefined || output.problem !== null) return;
    await files.untilChanged();
  }
}
