import { dirname } from 'node:path/posix';
import type { LockKind } from '../locks/model.ts';
import type { ServerContext } from './context.ts';

/** What makes a lock anew: a program with its arguments, to be run in a folder. The server runs nothing. */
export interface LockCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  /** A URI. */
  readonly folder: string;
}

/**
 * The command that tells a client how the lock of a document's project is made anew, by the lock's format alone: what a
 * file of the project says of its own making is a stranger's word. Null where no one tool writes the format.
 */
export function lockCommandFor(context: ServerContext, uri: string): LockCommand | null {
  const file = context.uris.fileOf(uri);
  const lock = file === null ? null : context.session.projectsOf(file)[0]?.project?.lock;
  const program = lock == null ? undefined : TOOLS[lock.kind];
  if (lock == null || program === undefined) return null;
  return { program, arguments: ['lock'], folder: context.uris.of(dirname(lock.file)) };
}

const TOOLS: Readonly<Partial<Record<LockKind, string>>> = {
  poetry: 'poetry',
  uv: 'uv',
  pdm: 'pdm',
  pipfile: 'pipenv',
};
