import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { NetworkAccess, NetworkOptions } from '../network/access.ts';
import type { FileSystem } from '../session/file-system.ts';
import type { UserConfiguration } from '../session/user-configuration.ts';
import type { UserPlace } from '../session/user-folders.ts';
import type { UserReadings } from '../session/user-readings.ts';
import type { CommandSpec } from './command-spec.ts';
import type { PackageFiles } from '../session/packages/package-files.ts';
import type { Printed } from './printed.ts';

/** What a command may touch. Commands get this and nothing else of the process, so that a test can run one in memory. */
export interface CliIo {
  /** Absolute; what relative paths start from. */
  readonly cwd: string;
  readonly version: string;
  readonly fileSystem: FileSystem;
  /** What the user says for every project, read when first asked for. */
  userConfiguration(): UserConfiguration;
  /**
   * A file (absolute path) of any size, or standard input for `-`, in parts, as UTF-8; with `passOn`,
   * its bytes go to standard output as they come. Throws an `Error` for people where it cannot be read.
   */
  readParts(path: string, passOn: boolean): Iterable<string>;
  /** Opens the bundled knowledge when first called. */
  knowledge(): KnowledgeBase;
  /** The files of packages that this machine has. */
  readonly packageFiles: PackageFiles;
  /** Opens the network for one run, when a command is told to use it. */
  network(options: NetworkOptions): Promise<NetworkAccess>;
  /** Asks whoever runs this a question that is answered with yes or no; absent where nobody can answer. */
  confirm?(question: Printed): Promise<boolean>;
  /** What this user has had read in packages. */
  readonly readings: UserReadings;
  /** Keeps what was read of one, under a name of its own; why that is not possible, or null. */
  keepReading(name: string, text: string): string | null;
  /** The page of a diagnostic by its code, Markdown; null where there is none. */
  rulePage(code: string): string | null;
  /** Who runs this, and where that user's folders are. */
  readonly user: UserPlace;
  /** A file for an editor by its path in `editors/`. Throws where this installation has none of that name. */
  editorFile(file: string): string;
  /** Whether standard output is a terminal that wants colour (`NO_COLOR` unset, `TERM` not `dumb`), or colour is forced (`FORCE_COLOR`). */
  readonly colour: boolean;
  /** Whether it shows links (OSC 8). */
  readonly links: boolean;
  /** Whether progress may be shown: standard error is a terminal that can clear a line, and nobody's CI (`CI` unset). */
  readonly progress: boolean;
  /** Asks that the command line is run again whenever one of these files has changed; absent where nothing can wait. */
  keepWatch?(paths: readonly string[]): void;
  out(printed: Printed): void;
  err(printed: Printed): void;
}

/** 0: done, nothing found. 1: done, and something was found (or could not be placed). 2: the work could not be done. */
export type ExitCode = 0 | 1 | 2;

/** One subcommand: how people see it, and how it is run with the arguments behind its name. */
export interface Subcommand {
  readonly spec: CommandSpec;
  /** Never throws or rejects; says what is wrong on `io.err`. What waits for the network answers later. */
  run(args: readonly string[], io: CliIo): ExitCode | Promise<ExitCode>;
}
