import { moveProject } from '../../move/move-project.ts';
import { DESTINATIONS, type Destination } from '../../move/targets.ts';
import type { LoadedProject } from '../../session/projects.ts';
import { notHeldByGit } from '../../session/not-held-by-git.ts';
import type { Session } from '../../session/session.ts';
import { ALLOW_ROOT, openSession } from '../allowed.ts';
import { choose, UsageError, withUsage } from '../arguments.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import { changedFiles, emitEdits } from '../emit-edits.ts';
import { findProjects } from '../find-projects.ts';
import type { CliIo, ExitCode, Subcommand } from '../io.ts';
import { line } from '../printed.ts';
import { untilWritten } from '../until-written.ts';
import { compare } from './compare.ts';
import { needsLook, printReport } from './report.ts';

const SPEC = {
  name: 'move',
  synopsis: ['--to TARGET [PATH] [options]', '--compare OLD NEW [options]'],
  summary: 'prints or writes what a project of Poetry becomes with another target',
  about: [
    'Prints a project (default: the one in this folder) as another target builds it, as a patch. Of the manifest, [tool.poetry] becomes [project], [dependency-groups] and [tool.uv]. Comments and order stay. For uv2nix the versions of poetry.lock become constraints for the first lock; the others take those of nixpkgs. A Nix file that calls poetry2nix becomes one of the target: inputs, package set, overrides, calls. The report, on standard error, says what to look at, what is lost, and what to do then.',
    'With --compare, says of two locks of a project which versions differ, and for which packages the target then needs other overrides.',
  ],
  options: {
    to: {
      type: 'string',
      default: DESTINATIONS[0],
      value: 'TARGET',
      choices: DESTINATIONS,
      help: 'what is to build the project',
    },
    compare: { type: 'boolean', default: false, help: 'compares two locks' },
    fresh: {
      type: 'boolean',
      default: false,
      help: 'lets the first lock choose versions anew',
    },
    write: {
      type: 'boolean',
      default: false,
      help: 'writes the files instead, all or none, and only where git has them as they are',
    },
    overwrite: {
      type: 'boolean',
      default: false,
      help: 'with --write, writes files too that have changes which git does not have',
    },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0 where all was carried over, or no version differs; 1 where something needs a person, or versions differ; 2 where the project could not be read, not be moved or not be written.',
  examples: [
    { args: 'move --to uv2nix', says: 'what would be changed, and what to look at' },
    {
      args: 'move --to uv2nix --fresh > move.patch',
      says: 'without the versions of poetry.lock, as a patch',
    },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

interface Options {
  readonly destination: Destination;
  readonly fresh: boolean;
  readonly write: boolean;
  readonly overwrite: boolean;
}

/** `move`: prints or writes a project of Poetry as another target reads it, or compares two locks. */
export const move: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      const destination = choose('--to', values.to, DESTINATIONS);
      const sessionNow = (): Session => openSession(values['allow-root'], io);
      if (values.compare) return compare(positionals, destination, sessionNow(), io);
      if (positionals.length > 1) throw new UsageError('one project at a time');
      if (values.overwrite && !values.write) throw new UsageError('--overwrite is for --write');
      const session = sessionNow();
      const paths = positionals.length === 0 ? ['.'] : positionals;
      const { manifests, problems } = findProjects(paths, false, session, io);
      // Of several manifests in a folder, requirements files say nothing that moves.
      const tables = manifests.filter((manifest) => manifest.endsWith('.toml'));
      const loaded = (tables.length > 0 ? tables : manifests).map((manifest) =>
        session.project(manifest),
      );
      const failures = [
        ...problems,
        ...loaded.flatMap((each) => each.problems.map(({ message }) => message)),
      ];
      for (const failure of failures) say(io, failure);
      if (failures.length > 0) return 2;
      const options = { ...values, destination };
      return loaded
        .map((project) => {
          if (!values.write) return run(project, options, io);
          return untilWritten(io, (held, round) =>
            run(round === 0 ? project : sessionNow().project(project.manifest), options, held),
          );
        })
        .reduce((a, b) => (a > b ? a : b), 0);
    }),
};

function run(loaded: LoadedProject, options: Options, io: CliIo): ExitCode {
  if (loaded.project === null) return 2;
  const { destination, fresh, write, overwrite } = options;
  const moved = moveProject(loaded.project, destination, !fresh);
  if (moved.refused !== null) {
    say(io, moved.refused);
    return 2;
  }
  const edits = { edits: moved.edits, creates: new Map<string, string>() };
  if (write && !overwrite) {
    const changes = changedFiles(edits, (file) => loaded.sources.get(file)?.text ?? '');
    const reasons = notHeldByGit(
      new Map(changes.map(({ file, before }) => [file, before])),
      io.fileSystem,
    );
    for (const reason of reasons) say(io, reason);
    if (reasons.length > 0) {
      say(io, 'nothing was written; --overwrite writes all the same.');
      return 2;
    }
  }
  const code = emitEdits(edits, loaded, write, io);
  if (code === 2) return 2;
  printReport(moved, loaded, io);
  return needsLook(moved) ? 1 : code;
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls move: ${message}\n`);
}
