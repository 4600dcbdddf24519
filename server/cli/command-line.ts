import { COMMANDS } from './commands.ts';
import { PROGRAM } from './command-spec.ts';
import type { CliIo, ExitCode } from './io.ts';
import { didYouMean } from './nearest.ts';
import { joined, line, verbatim, type Printed } from './printed.ts';

/** The text of `--help` without a command. */
function helpText(): string {
  const width = Math.max(...COMMANDS.map(({ spec }) => spec.name.length)) + 3;
  return [
    `Usage: ${PROGRAM} COMMAND [arguments]`,
    `       ${PROGRAM} --stdio`,
    `       ${PROGRAM} --help | --version`,
    '',
    'What Nix needs to build a Python project: in the editor, in the terminal, in CI.',
    '',
    ...COMMANDS.map(({ spec }) => `  ${spec.name.padEnd(width)}${spec.summary}`),
    `  ${'--stdio'.padEnd(width)}the language server, on standard input and output`,
    '',
    `'${PROGRAM} COMMAND --help' says more of each.`,
    '',
  ].join('\n');
}

/** Runs one command line. `args` are those behind the program's name. */
export function runCommandLine(args: readonly string[], io: CliIo): ExitCode | Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined) {
    io.err(verbatim(helpText()));
    return 2;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    io.out(verbatim(helpText()));
    return 0;
  }
  if (first === '--version' || first === '-V') {
    io.out(line`pyproject-nix-ls ${io.version}\n`);
    return 0;
  }
  const command = COMMANDS.find(({ spec }) => spec.name === first);
  if (command === undefined) {
    const kind = first.startsWith('-') ? 'option' : 'command';
    const near = didYouMean(
      first,
      kind === 'option' ? TOP_OPTIONS : COMMANDS.map(({ spec }) => spec.name),
    );
    io.err(line`${PROGRAM}: there is no ${kind} ${JSON.stringify(first)}${near}\n`);
    io.err(line`'${PROGRAM} --help' lists them.\n`);
    return 2;
  }
  // A fault of the program is not a finding: whoever scripts it must be able to tell them apart.
  const failed = (error: unknown): ExitCode => {
    io.err(line`pyproject-nix-ls ${first}: internal error: ${faultLines(error)}\n`);
    return 2;
  };
  try {
    const code = command.run(rest, io);
    return typeof code === 'number' ? code : code.catch(failed);
  } catch (error) {
    return failed(error);
  }
}

const TOP_OPTIONS = ['--help', '--version', '--stdio'];

/** The message on one line, for it may quote a file, and below it where it comes from. */
function faultLines(error: unknown): Printed {
  if (!(error instanceof Error)) return line`${String(error)}`;
  const frames = (error.stack ?? '').split('\n').filter((frame) => /^\s+at /.test(frame));
  return joined([
    line`${error.name}: ${error.message}`,
    ...frames.map((frame) => line`\n    ${frame.trim()}`),
  ]);
}
