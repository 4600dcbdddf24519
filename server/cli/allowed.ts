import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { Allowed } from '../session/boundary.ts';
import { Session } from '../session/session.ts';
import type { CliIo } from './io.ts';
import { line } from './printed.ts';
import { nativePaths } from '../session/native-paths.ts';

/** The option of every command that reads projects. */
export const ALLOW_ROOT: {
  readonly type: 'string';
  readonly multiple: true;
  readonly default: string[];
  readonly value: string;
  readonly completes: 'folder';
  readonly help: string;
} = {
  type: 'string',
  multiple: true,
  default: [],
  value: 'PATH',
  completes: 'folder',
  help: 'a folder or file outside of the checkout that may be read and written too',
};

/**
 * A session that reads what the user allows, and says once on standard error of each file that it does not.
 *
 * @param refused called for each of those too
 */
export function openSession(
  allowRoots: readonly string[],
  io: CliIo,
  knowledge: KnowledgeBase = io.knowledge(),
  refused: () => void = () => {},
): Session {
  const { allowed } = allowedFor(allowRoots, io);
  const session = new Session(io.fileSystem, knowledge, allowed, (message) => {
    tellRefused(message, io);
    refused();
  });
  session.useReadings(io.readings);
  return session;
}

/** What the user's configuration and the option allow; what is wrong with the former is told. */
export function allowedFor(allowRoots: readonly string[], io: CliIo): Allowed {
  const { allowRoots: configured, problems } = io.userConfiguration();
  for (const problem of problems) io.err(line`pyproject-nix-ls: ${problem}\n`);
  const given = allowRoots.map((path) => nativePaths.resolve(io.cwd, path));
  return { allowed: [...configured, ...given], named: [] };
}

export function tellRefused(message: string, io: CliIo): void {
  io.err(line`pyproject-nix-ls: ${message} --allow-root allows it.\n`);
}
