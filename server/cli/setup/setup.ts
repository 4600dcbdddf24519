import { isIn } from '../../session/boundary.ts';
import type { FileChange } from '../../session/file-system.ts';
import { nativePaths } from '../../session/native-paths.ts';
import { choose, UsageError, withUsage } from '../arguments.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import { writeChanges } from '../emit-edits.ts';
import type { CliIo, ExitCode, Subcommand } from '../io.ts';
import { printPatch } from '../patch.ts';
import { line, verbatim } from '../printed.ts';
import { untilWritten } from '../until-written.ts';
import { EDITOR_IDS, EDITORS } from './editors.ts';
import { merged } from './merge.ts';
import type { Part, Setup } from './model.ts';
import { placesOf, type Places } from './places.ts';

const SPEC = {
  name: 'setup',
  synopsis: [`EDITOR [--write | --diff]`],
  summary: 'prints what makes an editor start the server, or puts it into its configuration',
  about: [
    `Prints what makes EDITOR start the server, file by file, as the documentation says it. EDITOR is one of ${EDITOR_IDS.join(', ')}.`,
    'With --write it is put where the editor looks for it, next to what is there: settings, comments and layout of yours stay, what is there already is not put twice, and what cannot be put without changing something of yours is told and left.',
  ],
  options: {
    write: { type: 'boolean', default: false, help: 'changes the files' },
    diff: { type: 'boolean', default: false, help: 'prints what --write would change, as a patch' },
    help: HELP,
  },
  exits:
    'Exits 0, also where all is there already; 1 where something could not be put; 2 where the files cannot be read or written.',
  examples: [
    { args: 'setup helix', says: 'what stands in its languages.toml' },
    { args: 'setup neovim --write', says: 'the files, in ~/.config/nvim' },
  ],
  completes: 'nothing',
} as const satisfies CommandSpec;

/** `setup`: puts the server into the configuration of an editor. */
export const setup: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      const [given, ...more] = positionals;
      if (given === undefined || more.length > 0)
        throw new UsageError(`one of ${EDITOR_IDS.join(', ')} is needed`);
      const editor = choose('setup', given, EDITOR_IDS);
      const places = placesOf(io.user, io.fileSystem);
      if (places === null) {
        io.err(line`pyproject-nix-ls setup: nothing says where your home is: HOME is not set.\n`);
        return 2;
      }
      const { cwd } = io;
      const found = EDITORS[editor]({ places, cwd, text: (file) => io.editorFile(file) });
      if (values.write) return untilWritten(io, (held) => write(found, places, held));
      if (values.diff) return showDifference(found, io);
      print(found, editor, io);
      return 0;
    }),
};

function print({ about, parts }: Setup, editor: string, io: CliIo): void {
  for (const paragraph of about) io.out(line`${paragraph}\n\n`);
  for (const { file, text } of parts)
    io.out(line`${nativePaths.native(file)}:\n\n${verbatim(text)}\n`);
  io.err(line`pyproject-nix-ls setup ${editor} --write puts it there.\n`);
}

function showDifference(wanted: Setup, io: CliIo): ExitCode {
  const planned = plan(wanted, io);
  printPatch(planned.changes, io);
  return planned.code;
}

function write(wanted: Setup, places: Places, io: CliIo): ExitCode {
  const { changes, code } = plan(wanted, io);
  if (code === 2) return 2;
  const { cwd } = io;
  const roots = [places.home, places.configuration, cwd].map(
    (path) => io.fileSystem.real(path) ?? path,
  );
  const mayWrite = (path: string): boolean => roots.some((root) => isIn(path, root));
  if (writeChanges(changes, mayWrite, io) !== 0) return 2;
  for (const { file, before } of changes)
    io.out(line`${before === null ? 'Created' : 'Edited'} ${nativePaths.native(file)}\n`);
  if (changes.length === 0 && code === 0) io.out(line`All of it is there already.\n`);
  return code;
}

interface Plan {
  readonly changes: readonly FileChange[];
  /** 1 where something stands in the way, 2 where a file cannot be read. */
  readonly code: ExitCode;
}

/** What would be written; what cannot be put is told. */
function plan({ parts }: Setup, io: CliIo): Plan {
  const changes: FileChange[] = [];
  let code: ExitCode = 0;
  for (const part of parts) {
    const change = changeFor(part, io);
    if (typeof change === 'number') code = change > code ? change : code;
    else changes.push(change);
  }
  return { changes, code };
}

/** The change of one file; 0 for none, 1 where something stands in the way, 2 where it cannot be read. */
function changeFor(part: Part, io: CliIo): FileChange | ExitCode {
  const { file } = part;
  const read = io.fileSystem.read(file);
  if (!read.ok && read.problem.kind !== 'missing') {
    io.err(line`pyproject-nix-ls: ${read.problem.message}\n`);
    return 2;
  }
  const before = read.ok ? read.text : null;
  const result = merged(part, before);
  if (result.outcome === 'unchanged') return 0;
  if (result.outcome === 'merged') return { file, before, after: result.text, makesFolders: true };
  io.err(line`pyproject-nix-ls: ${nativePaths.native(file)} ${result.why}.\n`);
  return 1;
}
