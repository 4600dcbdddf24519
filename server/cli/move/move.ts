import { dirname } from 'node:path/posix';
import { BUILD_BACKENDS, type BuildBackend } from '../../move/manifest/build-backends.ts';
import { moveProject } from '../../move/move-project.ts';
import { DESTINATIONS, type Destination } from '../../move/targets.ts';
import type { LoadedProject } from '../../session/projects.ts';
import { notHeldByGit } from '../../session/not-held-by-git.ts';
import type { Session } from '../../session/session.ts';
import { ALLOW_ROOT, openSession } from '../allowed.ts';
import { choose, UsageError, withUsage } from '../arguments.ts';
import { HELP, type CommandSpec } from '../command-spec.ts';
import { changedFiles, emitEdits, writeChanges } from '../emit-edits.ts';
import { findProjects } from '../find-projects.ts';
import type { CliIo, ExitCode, Subcommand } from '../io.ts';
import { json, line } from '../printed.ts';
import { untilWritten } from '../until-written.ts';
import { compare } from './compare.ts';
import { documentOf, type MoveDocument } from './document.ts';
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
    'build-backend': {
      type: 'string',
      default: BUILD_BACKENDS[0],
      value: 'NAME',
      choices: BUILD_BACKENDS,
      help: 'what is to make the packages, where it can make the same ones',
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
    format: {
      type: 'string',
      default: 'text',
      value: 'FORMAT',
      choices: ['text', 'json'],
      help: 'json has the report and the texts of the files, by docs/move.schema.json',
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
    { args: 'move --to nixpkgs --format json', says: 'the report and the files, for a program' },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

interface Options {
  readonly destination: Destination;
  readonly buildBackend: BuildBackend;
  readonly fresh: boolean;
  readonly write: boolean;
  readonly overwrite: boolean;
  readonly format: 'text' | 'json';
}

/** `move`: prints or writes a project of Poetry as another target reads it, or compares two locks. */
export const move: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      const destination = choose('--to', values.to, DESTINATIONS);
      let isUnread = false;
      const sessionNow = (): Session =>
        openSession(values['allow-root'], io, io.knowledge(), () => (isUnread = true));
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
      const format = choose('--format', values.format, ['text', 'json'] as const);
      const buildBackend = choose('--build-backend', values['build-backend'], BUILD_BACKENDS);
      const options = { ...values, destination, buildBackend, format };
      const documents = new Map<string, MoveDocument>();
      const code = loaded
        .map((project) => {
          if (!values.write) return run(project, options, documents, io);
          return untilWritten(io, (held, round) =>
            run(
              round === 0 ? project : sessionNow().project(project.manifest),
              options,
              documents,
              held,
            ),
          );
        })
        .reduce((a, b) => (a > b ? a : b), 0);
      if (format === 'json') io.out(json({ formatVersion: 1, projects: [...documents.values()] }));
      // Somebody has to look at what stands in a file that was not read.
      return code === 0 && isUnread ? 1 : code;
    }),
};

function run(
  loaded: LoadedProject,
  options: Options,
  documents: Map<string, MoveDocument>,
  io: CliIo,
): ExitCode {
  if (loaded.project === null) return 2;
  const { destination, buildBackend, fresh, write, overwrite, format } = options;
  const moved = moveProject(loaded.project, destination, { keepsVersions: !fresh, buildBackend });
  const edits = { edits: moved.edits, creates: new Map<string, string>() };
  const changes = changedFiles(edits, (file) => loaded.sources.get(file)?.text ?? '');
  const tell = (reasons: readonly string[], wasWritten: boolean): void => {
    const outcome = reasons.length > 0 ? 'refused' : wasWritten ? 'written' : 'printed';
    if (format === 'json')
      documents.set(loaded.manifest, documentOf(moved, loaded, { outcome, reasons, changes }));
    else for (const reason of reasons) say(io, reason);
  };
  if (moved.refused !== null) {
    tell([moved.refused], false);
    return 2;
  }
  const elsewhere = changes.flatMap(({ file }) => linkedElsewhere(file, io));
  if (elsewhere.length > 0) {
    tell(elsewhere, false);
    return 2;
  }
  if (write && !overwrite) {
    const texts = new Map(changes.map(({ file, before }) => [file, before]));
    const reasons = notHeldByGit(texts, io.fileSystem);
    if (reasons.length > 0) {
      tell([...reasons, 'nothing was written; --overwrite writes all the same.'], false);
      return 2;
    }
  }
  const code =
    format === 'text'
      ? emitEdits(edits, loaded, write, io)
      : write
        ? writeChanges(changes, (path) => loaded.boundary.mayWrite(path), io)
        : 0;
  if (code === 2) return 2;
  if (format === 'text') printReport(moved, loaded, io);
  else tell([], write && changes.length > 0);
  return needsLook(moved) ? 1 : code;
}

/** Nix takes the paths of a file from where it really is, and an edit is made for where it was found. */
function linkedElsewhere(file: string, { fileSystem }: CliIo): readonly string[] {
  const real = fileSystem.real(file);
  const folder = fileSystem.real(dirname(file));
  if (!file.endsWith('.nix') || real === null || folder === null || dirname(real) === folder)
    return [];
  return [
    `${file} leads to ${real}, where its paths mean other folders: nothing is moved as long as it is a link.`,
  ];
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls move: ${message}\n`);
}
