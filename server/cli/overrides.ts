import { startingPointWithOverrides } from '../features/code-actions/create-poetry2nix-file.ts';
import {
  everyMissingOverride,
  packagesWithMissingNeeds,
  placeRequests,
} from '../features/code-actions/provide-everything.ts';
import type { FileEdits } from '../features/model.ts';
import type { TargetId } from '../nix/api.ts';
import { renderStandalone } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { interpreterFor } from '../project/overrides/python-for.ts';
import { requestsInUse, standaloneRequests } from '../project/overrides/standalone.ts';
import type { Session } from '../session/session.ts';
import { ALL_TARGETS, TARGET_IDS } from '../targets/registry.ts';
import type { LoadedProject } from '../session/projects.ts';
import { ALLOW_ROOT, openSession } from './allowed.ts';
import { choose, UsageError, withUsage } from './arguments.ts';
import { HELP, type CommandSpec } from './command-spec.ts';
import { emitEdits } from './emit-edits.ts';
import { findProjects } from './find-projects.ts';
import type { CliIo, Subcommand, ExitCode } from './io.ts';
import { commandFor, FORMS, OVERLAY, targetsWhere } from './targets.ts';
import { untilWritten } from './until-written.ts';
import { line, verbatim } from './printed.ts';
import { remarkOnUnresolved } from './uv2nix.ts';
import { nativePaths } from '../session/native-paths.ts';

const SPEC = {
  name: 'overrides',
  synopsis: ['[PATH] [options]'],
  summary: 'prints or writes every override that is missing',
  about: [
    'Prints every override that a project (default: the one in this folder) is missing, as a patch.',
  ],
  options: {
    target: {
      type: 'string',
      value: 'TARGET',
      choices: TARGET_IDS,
      help: 'for the Nix files of this target, and where there is none, every override that the project needs with it, to paste',
    },
    'nixpkgs-versions': {
      type: 'string',
      value: 'FILE',
      completes: 'file',
      help: "nixpkgs' Python packages and their versions, as JSON: for the target nixpkgs, what it has of these versions is left out, and all else made anew",
    },
    as: {
      type: 'string',
      default: OVERLAY,
      value: 'FORM',
      choices: FORMS,
      help: 'for uv2nix, what packages are built with as an overlay, or in pyproject.toml',
    },
    write: { type: 'boolean', default: false, help: 'writes the files instead' },
    'allow-root': ALLOW_ROOT,
    help: HELP,
  },
  exits:
    'Exits 0 where nothing is missing or all of it was placed, 1 where something could not be placed, 2 where the project could not be read or a file not be written.',
  examples: [
    { args: 'overrides --write', says: 'into the Nix files of the project here' },
    { args: 'overrides --target uv2nix', says: 'what another way to build it would need' },
  ],
  completes: 'paths',
} as const satisfies CommandSpec;

/** `overrides`: prints or writes what a project's Nix files lack. */
export const overrides: Subcommand = {
  spec: SPEC,
  run: (args, io) =>
    withUsage(SPEC, args, io, ({ values, positionals }) => {
      if (positionals.length > 1) throw new UsageError('one project at a time');
      const target =
        values.target === undefined ? null : choose('--target', values.target, TARGET_IDS);
      const form = choose('--as', values.as, FORMS);
      const { forms, takesVersions } = commandFor(target);
      if (form !== OVERLAY && !forms.has(form))
        throw new UsageError(
          `--as ${form} is for --target ${targetsWhere((each) => each.forms.has(form))}`,
        );
      const versions = values['nixpkgs-versions'];
      if (versions !== undefined && !takesVersions)
        throw new UsageError(
          `--nixpkgs-versions is for --target ${targetsWhere((each) => each.takesVersions)}`,
        );
      const sessionNow = (): Session => {
        const session = openSession(values['allow-root'], io);
        if (versions !== undefined) session.name(nativePaths.resolve(io.cwd, versions));
        session.forceSettings({
          ...(target === null ? {} : { target }),
          ...(versions === undefined
            ? {}
            : { nixpkgsVersions: nativePaths.resolve(io.cwd, versions) }),
        });
        return session;
      };
      const readAgain = (manifest: string): LoadedProject => sessionNow().project(manifest);
      const session = sessionNow();
      const { manifests, problems } = findProjects(
        positionals.length === 0 ? ['.'] : positionals,
        false,
        session,
        io,
      );
      const loaded = manifests.map((manifest) => session.project(manifest));
      const failures = [...problems, ...loaded.flatMap(unreadable)];
      for (const failure of failures) say(io, failure);
      if (failures.length > 0) return 2;
      return activeOf(loaded)
        .map((project) => {
          if (!values.write) return provide(project, target, form, false, io);
          return untilWritten(io, (held, round) =>
            provide(round === 0 ? project : readAgain(project.manifest), target, form, true, held),
          );
        })
        .reduce(worst, 0);
    }),
};

/** The manifests of a folder that are built; all of them where none is known to be, as one that is named alone. */
function activeOf(loaded: readonly LoadedProject[]): readonly LoadedProject[] {
  const active = loaded.filter(({ project }) => project?.selection.active !== false);
  return active.length > 0 ? active : loaded;
}

function unreadable({ problems }: LoadedProject): readonly string[] {
  return problems.filter(({ code }) => code !== 'invalid-setting').map(({ message }) => message);
}

function provide(
  loaded: LoadedProject,
  target: TargetId | null,
  form: string,
  write: boolean,
  io: CliIo,
): ExitCode {
  const { project } = loaded;
  if (project === null) return 2;
  const { forms, print } = commandFor(target);
  const printForm = project.lock === null ? undefined : forms.get(form);
  const printer = printForm ?? print;
  if (printer !== null) return printer(project, loaded, write, io);
  const hasNixFile = project.uses.length > 0;
  if (target !== null && !hasNixFile) return printStandalone(project, target, write, io);
  const edits = hasNixFile ? editsFor(project, target) : startingPointWithOverrides(project);
  const missing = packagesWithMissingNeeds(project);
  const unresolved = remarkOnUnresolved(project, io);
  if (edits === null) {
    if (missing.length === 0) {
      say(
        io,
        `${project.manifest.file} lacks no override that is known of.${remark(project, target)}`,
      );
      return 0;
    }
    const placeless = missing.filter((name) => !unresolved.includes(name));
    if (placeless.length > 0)
      say(io, `no place was found in the Nix files for what ${placeless.join(', ')} lack.`);
    return 1;
  }
  return emitEdits(edits, loaded, write, io);
}

/** What else there is to print; a shell lacks nothing for certain, as wheels may be installed in it. */
function remark(project: Project, target: TargetId | null): string {
  if (project.uses.length === 0)
    return ' No Nix file uses it: --target says for which system to print.';
  const shell = ALL_TARGETS.find(
    ({ id, asks }) => asks.subject === 'shell' && editsFor(project, id) !== null,
  );
  return target === null && shell !== undefined
    ? ` What its packages may need in the shell, --target ${shell.id} prints.`
    : '';
}

function editsFor(project: Project, target: TargetId | null): FileEdits | null {
  return target === null
    ? everyMissingOverride(project)
    : placeRequests(project, requestsInUse(project, target));
}

/** Every override for a target that the project has no Nix file of. */
function printStandalone(project: Project, target: TargetId, write: boolean, io: CliIo): ExitCode {
  const text = renderStandalone(standaloneRequests(project, target), interpreterFor(project));
  if (project.lock === null) {
    // Without a lock, `[external]` still says what the project itself needs.
    const only = text === '' ? '' : ': this is what the project itself needs';
    say(io, `${project.manifest.file} has no lock that says which packages are built${only}.`);
    if (text === '') return 2;
  }
  if (text === '') {
    say(io, `${project.manifest.file} lacks no override for ${target} that is known of.`);
    return 0;
  }
  if (write) {
    say(io, `${project.manifest.file} has no Nix file of ${target} to write to.`);
    return 1;
  }
  io.out(verbatim(text));
  commandFor(target).remark(project, io, target);
  return 0;
}

function say(io: CliIo, message: string): void {
  io.err(line`pyproject-nix-ls overrides: ${message}\n`);
}

function worst(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}
