import { dirname, join } from 'node:path/posix';
import type { LockKind } from '../locks/model.ts';
import { flakeInputs } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
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
  const project = projectOf(context, uri);
  return project === null ? null : ofLock(context, project);
}

/** That, and how each input of the flakes around the project is brought up to date. */
export function lockCommandsFor(context: ServerContext, uri: string): readonly LockCommand[] {
  const project = projectOf(context, uri);
  if (project === null) return [];
  return [ofLock(context, project) ?? [], ofFlakes(context, project)].flat();
}

function projectOf({ uris, session }: ServerContext, uri: string): Project | null {
  const file = uris.fileOf(uri);
  return file === null ? null : (session.projectsOf(file)[0]?.project ?? null);
}

function ofLock({ uris }: ServerContext, { lock }: Project): LockCommand | null {
  const program = lock === null ? undefined : TOOLS[lock.kind];
  if (lock === null || program === undefined) return null;
  return { program, arguments: ['lock'], folder: uris.of(dirname(lock.file)) };
}

function ofFlakes({ uris }: ServerContext, { input }: Project): readonly LockCommand[] {
  return [...input.pinFiles].flatMap(([file, text]) => {
    const folder = dirname(file);
    if (file !== join(folder, 'flake.lock')) return [];
    return flakeInputs(text).map((name) => ({
      program: 'nix',
      arguments: ['flake', 'update', name],
      folder: uris.of(folder),
    }));
  });
}

const TOOLS: Readonly<Partial<Record<LockKind, string>>> = {
  poetry: 'poetry',
  uv: 'uv',
  pdm: 'pdm',
  pipfile: 'pipenv',
};
