import type { Lock } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import type { LoadedProject } from '../session/projects.ts';
import type { Session } from '../session/session.ts';
import { findProjects } from './find-projects.ts';
import type { CliIo } from './io.ts';
import { didYouMean } from './nearest.ts';

/** A project that has a lock. */
export interface LockedProject {
  readonly loaded: LoadedProject;
  readonly project: Project;
  readonly lock: Lock;
}

/** The projects of a path that have a lock, or what is wrong with them: sentences. */
export type LockedProjects =
  | { readonly projects: readonly LockedProject[] }
  | { readonly problems: readonly string[] };

/**
 * The projects in a path, or in the current folder.
 *
 * @param names packages (PEP 503) of which one that no lock has is a problem
 */
export function lockedProjects(
  path: string | undefined,
  names: ReadonlySet<string>,
  session: Session,
  io: CliIo,
): LockedProjects {
  const { manifests, problems } = findProjects([path ?? '.'], false, session, io);
  const all = manifests.map((manifest) => session.project(manifest));
  const failures = [...problems, ...all.flatMap(whyNotRead)];
  if (failures.length > 0) return { problems: failures };
  const projects = all.flatMap((loaded) => {
    const { project } = loaded;
    return project === null || project.lock === null
      ? []
      : [{ loaded, project, lock: project.lock }];
  });
  if (projects.length === 0)
    return { problems: ['there is no lock that says which files are built.'] };
  const unknown = [...names].filter((name) => !projects.some(({ lock }) => lock.byName.has(name)));
  if (unknown.length === 0) return { projects };
  const known = projects.flatMap(({ lock }) => [...lock.byName.keys()]);
  return {
    problems: unknown.map((name) => {
      const meant = didYouMean(name, known);
      return `no package ${name} is locked${meant === '' ? '.' : meant}`;
    }),
  };
}

function whyNotRead({ problems, project }: LoadedProject): readonly string[] {
  return project === null ? problems.map(({ message }) => message) : [];
}
