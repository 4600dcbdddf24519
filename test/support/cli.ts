import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnowledgeBase } from '../../overrides-db/model.ts';
import { runCommandLine } from '../../server/cli/command-line.ts';
import type { ExitCode } from '../../server/cli/io.ts';
import type { PackageFiles } from '../../server/session/packages/package-files.ts';
import { NO_READINGS } from '../../server/session/user-readings.ts';
import type { FileSystem } from '../../server/session/file-system.ts';
import type { UserPlace } from '../../server/session/user-folders.ts';
import { fixtureKnowledge } from './fixture-knowledge.ts';
import { openNetwork } from '../../server/network/access.ts';
import {
  NO_CONFIGURATION,
  type UserConfiguration,
} from '../../server/session/user-configuration.ts';

/** What a command line did. */
export interface CliResult {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** What a command line finds where it is run. */
export interface CliPlace {
  readonly colour?: boolean;
  readonly links?: boolean;
  readonly progress?: boolean;
  readonly cwd?: string;
  readonly knowledge?: KnowledgeBase;
  /** Whether standard output is shown as it is written. */
  readonly isTerminal?: boolean;
  /** What this machine has. */
  readonly packageFiles?: PackageFiles;
  readonly user?: UserPlace;
  /** Of the user's configuration. */
  readonly configuration?: Partial<UserConfiguration>;
  /** Of the user's configuration. */
  readonly allowRoots?: readonly string[];
  /** Answers questions; nobody does without it. */
  readonly confirm?: (question: string) => boolean;
}

/** Runs a command line that waits for nothing in this process, in `/p`. */
export function runCli(
  fileSystem: FileSystem,
  args: readonly string[],
  place: CliPlace = {},
): CliResult {
  const result = started(fileSystem, args, place);
  if (typeof result.code !== 'number') throw new Error(`${args.join(' ')} is not done yet`);
  return { code: result.code, out: result.out(), err: result.err() };
}

/** Runs a command line that may wait for the network. */
export async function runCliToItsEnd(
  fileSystem: FileSystem,
  args: readonly string[],
  place: CliPlace = {},
): Promise<CliResult> {
  const result = started(fileSystem, args, place);
  const code = await result.code;
  return { code, out: result.out(), err: result.err() };
}

function started(
  fileSystem: FileSystem,
  args: readonly string[],
  {
    colour = false,
    links = false,
    progress = false,
    cwd = '/p',
    knowledge = fixtureKnowledge,
    allowRoots = [],
    isTerminal = false,
    packageFiles = { find: () => null },
    user = { environment: {}, platform: 'linux', home: '/home/u' },
    configuration = {},
    confirm,
  }: CliPlace,
): {
  readonly code: ExitCode | Promise<ExitCode>;
  readonly out: () => string;
  readonly err: () => string;
} {
  let out = '';
  let err = '';
  const code = runCommandLine(args, {
    cwd,
    version: '1.2.3',
    fileSystem,
    userConfiguration: () => ({ ...NO_CONFIGURATION, allowRoots, ...configuration }),
    *readParts(path, passOn) {
      const read = fileSystem.read(path);
      if (!read.ok) throw new Error(read.problem.message);
      if (passOn) out += read.text;
      yield read.text;
    },
    knowledge: () => knowledge,
    packageFiles,
    readings: NO_READINGS,
    network: (options) => Promise.resolve(openNetwork(user, '1.2.3', options)),
    ...(confirm === undefined ? {} : { confirm: ({ text }) => Promise.resolve(confirm(text)) }),
    keepReading: () => null,
    rulePage: (rule) => (rule === 'lock-stale' ? '# lock-stale\n' : null),
    user,
    editorFile: (file) => readFileSync(join(import.meta.dirname, '../../editors', file), 'utf8'),
    colour,
    links,
    progress,
    out({ text, onTerminal }) {
      out += isTerminal ? onTerminal : text;
    },
    err({ text }) {
      err += text;
    },
  });
  return { code, out: () => out, err: () => err };
}
