import { check } from './check/check.ts';
import { edit } from './edit.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { overrides } from './overrides.ts';
import type { Command, CliIo, ExitCode } from './io.ts';
import { joined, line, verbatim, type Printed } from './printed.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['check', check],
  ['edit', edit],
  ['explain', explain],
  ['overrides', overrides],
  ['doctor', doctor],
]);

const HELP = `Usage: pyproject-nix-ls --stdio
       pyproject-nix-ls check [PATH…] [--recursive] [--format text|json|sarif|github]
       pyproject-nix-ls explain NAME[==VERSION] [--format text|json]
       pyproject-nix-ls explain --log FILE|- [PATH] [--target TARGET] [--write]
       pyproject-nix-ls overrides [PATH] [--target TARGET] [--write]
       pyproject-nix-ls edit FILE.nix --target TARGET [--package NAME] […]
       pyproject-nix-ls doctor [PATH]
       pyproject-nix-ls --help | --version

What Nix needs to build a Python project: in the editor, in the terminal, in CI.

  --stdio     the language server, on standard input and output
  check       prints what is wrong with projects; exits 1 where it finds something
  explain     prints what is known of a package, and from where; what a failed build lacks
  overrides   prints or writes every override that is missing
  edit        plans one override in a Nix file
  doctor      prints what a bug report should say of this project and program

'pyproject-nix-ls COMMAND --help' says more of each.
`;

/** Runs one command line. `args` are those behind the program's name. */
export function runCommandLine(args: readonly string[], io: CliIo): ExitCode {
  const [first, ...rest] = args;
  if (first === undefined) {
    io.err(verbatim(HELP));
    return 2;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    io.out(verbatim(HELP));
    return 0;
  }
  if (first === '--version' || first === '-V') {
    io.out(line`pyproject-nix-ls ${io.version}\n`);
    return 0;
  }
  const command = COMMANDS.get(first);
  if (command === undefined) {
    const kind = first.startsWith('-') ? 'option' : 'command';
    io.err(line`pyproject-nix-ls: unknown ${kind} ${JSON.stringify(first)}; see --help\n`);
    return 2;
  }
  try {
    return command(rest, io);
  } catch (error) {
    // A fault of the program is not a finding: whoever scripts it must be able to tell them apart.
    io.err(line`pyproject-nix-ls ${first}: internal error: ${faultLines(error)}\n`);
    return 2;
  }
}

/** The message on one line, for it may quote a file, and below it where it comes from. */
function faultLines(error: unknown): Printed {
  if (!(error instanceof Error)) return line`${String(error)}`;
  const frames = (error.stack ?? '').split('\n').filter((frame) => /^\s+at /.test(frame));
  return joined([
    line`${error.name}: ${error.message}`,
    ...frames.map((frame) => line`\n    ${frame.trim()}`),
  ]);
}
