import { basename, dirname, join } from 'node:path/posix';
import { MANIFEST_NAME } from '../session/file-roles.ts';
import type { Session } from '../session/session.ts';
import type { CliIo } from './io.ts';
import { nativePaths } from '../session/native-paths.ts';

/** The projects that a command's paths name. */
export interface FoundProjects {
  /** Their manifests: absolute, in the order of the paths and below one in that of the folders' names, each once. */
  readonly manifests: readonly string[];
  /** Paths that name no project: sentences. */
  readonly problems: readonly string[];
}

/**
 * A folder means the projects in it, one for each manifest, or all below with `recursive`; one without a project, those of
 * the next folder above in the same checkout that has any, as git looks for its own. A file means the project that it is
 * part of. Symlinks are not resolved.
 */
export function findProjects(
  paths: readonly string[],
  recursive: boolean,
  session: Session,
  io: CliIo,
): FoundProjects {
  const manifests = new Set<string>();
  const problems: string[] = [];
  for (const given of paths) {
    const path = nativePaths.resolve(io.cwd, given);
    session.name(path);
    const kind = io.fileSystem.kind(path);
    if (kind === null) {
      problems.push(`${path} does not exist or may not be looked at.`);
      continue;
    }
    const found =
      kind === 'directory'
        ? recursive
          ? [...session.manifestsBelow(path, (problem) => problems.push(problem))].toSorted(
              byFolder,
            )
          : nearestManifests(path, session, io)
        : session.manifestsOfFile(path);
    for (const manifest of found) manifests.add(manifest);
    if (found.length > 0) continue;
    // What is wrong with it is what there is to say of it.
    const broken = kind === 'directory' ? join(path, MANIFEST_NAME) : path;
    if (basename(broken) === MANIFEST_NAME && !recursive && session.isBroken(broken))
      manifests.add(broken);
    else problems.push(problemAt(path, kind === 'directory', recursive, io));
  }
  return { manifests: [...manifests], problems };
}

/** The manifests of a folder, or of the next one above that has some; not above a checkout, nor where there is none. */
function nearestManifests(path: string, session: Session, io: CliIo): readonly string[] {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = session.manifestsIn(folder);
    if (found.length > 0) return folder === path || hasCheckout(folder, io) ? found : [];
    if (isCheckout(folder, io) || dirname(folder) === folder) return [];
  }
}

/** Whether a folder is in a checkout: what stands above a folder that is in none is a stranger's. */
function hasCheckout(path: string, io: CliIo): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (isCheckout(folder, io)) return true;
    if (dirname(folder) === folder) return false;
  }
}

function isCheckout(folder: string, io: CliIo): boolean {
  return io.fileSystem.kind(join(folder, '.git')) !== null;
}

/** Whatever order the file system lists folders in. Those of one folder keep theirs. */
function byFolder(a: string, b: string): number {
  const [first, second] = [dirname(a), dirname(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function problemAt(path: string, isDirectory: boolean, recursive: boolean, io: CliIo): string {
  if (isDirectory && recursive) return `There is no Python project in or below ${path}.`;
  const manifest = isDirectory ? join(path, MANIFEST_NAME) : path;
  if (basename(manifest) !== MANIFEST_NAME) return `${path} is part of no Python project.`;
  if (io.fileSystem.kind(manifest) === null)
    return `There is no ${MANIFEST_NAME}, Pipfile or requirements file in ${path}.`;
  return `${manifest} declares no Python project: it has neither [project] nor [tool.poetry].`;
}
