import type { TargetId } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import type { LoadedProject } from '../session/projects.ts';
import type { CliIo, ExitCode } from './io.ts';
import { remarkOnNixpkgs } from './nixpkgs.ts';
import { printPypi2nix } from './pypi2nix.ts';
import { printExtraBuildDependencies, remarkOnUv2nix } from './uv2nix.ts';

/** Prints or writes what `overrides` is asked for. */
type Printer = (project: Project, loaded: LoadedProject, write: boolean, io: CliIo) => ExitCode;

/** What `overrides` does for one target alone. */
interface TargetCommand {
  /** How everything is printed, where that is not a patch or overrides to paste; null where it is. */
  readonly print: Printer | null;
  /** Ways to write the same that `--as` names, beside `overlay`. */
  readonly forms: ReadonlyMap<string, Printer>;
  /** Says what has to be known to use overrides that were printed without a Nix file. */
  remark(project: Project, io: CliIo, target: TargetId): void;
  /** Whether a list of the packages that it has anyway is of use: `--nixpkgs-versions`. */
  readonly takesVersions: boolean;
}

const PLAIN: TargetCommand = {
  print: null,
  forms: new Map(),
  remark: () => undefined,
  takesVersions: false,
};

const COMMANDS: Readonly<Record<TargetId, TargetCommand>> = {
  poetry2nix: PLAIN,
  uv2nix: {
    ...PLAIN,
    forms: new Map([['extra-build-dependencies', printExtraBuildDependencies]]),
    remark: remarkOnUv2nix,
  },
  'pyproject-nix': { ...PLAIN, remark: remarkOnNixpkgs, takesVersions: true },
  nixpkgs: { ...PLAIN, remark: remarkOnNixpkgs, takesVersions: true },
  dream2nix: PLAIN,
  devenv: PLAIN,
  mkshell: PLAIN,
  pypi2nix: { ...PLAIN, print: printPypi2nix },
};

/** What a target is asked for where none is named. */
export function commandFor(target: TargetId | null): TargetCommand {
  return target === null ? PLAIN : COMMANDS[target];
}

/** The targets of which something holds, for people: `uv2nix`. */
export function targetsWhere(holds: (command: TargetCommand) => boolean): string {
  return Object.entries(COMMANDS)
    .flatMap(([target, command]) => (holds(command) ? [target] : []))
    .join(' and ');
}

export const OVERLAY = 'overlay';

/** Every form, the usual one first. */
export const FORMS: readonly string[] = [
  OVERLAY,
  ...Object.values(COMMANDS).flatMap(({ forms }) => [...forms.keys()]),
];
