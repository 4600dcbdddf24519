import { moveProject } from '../../move/move-project.ts';
import { DESTINATIONS, type Destination } from '../../move/targets.ts';
import { ALLOW_ROOT, openSession } from '../allowed.ts';
import { choose, UsageError, withUsage } from '../arguments.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import { emitEdits } from '../emit-edits.ts';
import { findProjects } from '../find-projects.ts';
import type { CliIo, ExitCode, Subcommand } from '../io.ts';
import { line } from '../printed.ts';
import type { LoadedProject } from '../../session/projects.ts';
import { needsLook, printReport } from './report.ts';

const SPEC = {
  name: 'move',
  synopsis: ['--to TARGET [PATH]'],
  summary: 'prints what a project of Poetry becomes with another target',
  about: [
    'Prints the manifest of a project (default: the one in this folder) as another target reads it, as a patch: [tool.poetry] as [project], [dependency-groups] and [tool.uv]. Comments and order stay. The report, on standard error, says what to look at and what is lost.',
    'Nix files and locks are left as they are.',
  ],
  options: {
    to: {
      type: 'string',
      value: 'TARGET',
      choices: DESTINATIONS,
      help: 'what is to build the project',
    },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0 where all was carried over, 1 where something needs a person, 2 where the project could not be read or not be moved.',
  examples: [
    { args: 'move --to uv2nix', says: 'what would be changed, and what to look at' },
    { args: 'move --to uv2nix > move.patch', says: 'a patch that git apply takes' },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** `move`: prints a project of Poetry as another target reads it. */
export const move: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      if (positionals.length > 1) throw new UsageError('one project at a time');
      if (values.to === undefined) throw new UsageError('--to is missing');
      const destination = choose('--to', values.to, DESTINATIONS);
      const session = openSession(values['allow-root'], io);
      const paths = positionals.length === 0 ? ['.'] : positionals;
      const { manifests, problems } = findProjects(paths, false, session, io);
      const loaded = manifests.map((manifest) => session.project(manifest));
      const failures = [
        ...problems,
        ...loaded.flatMap((each) => each.problems.map(({ message }) => message)),
      ];
      for (const failure of failures) say(io, failure);
      if (failures.length > 0) return 2;
      return loaded
        .map((project) => run(project, destination, io))
        .reduce((a, b) => (a > b ? a : b), 0);
    }),
};

function run(loaded: LoadedProject, destination: Destination, io: CliIo): ExitCode {
  if (loaded.project === null) return 2;
  const moved = moveProject(loaded.project, destination);
  if (moved.refused !== null) {
    say(io, moved.refused);
    return 2;
  }
  const code = emitEdits({ edits: moved.edits, creates: new Map() }, loaded, false, io);
  printReport(moved, loaded, io);
  return code === 0 && needsLook(moved) ? 1 : code;
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls move: ${message}\n`);
}
