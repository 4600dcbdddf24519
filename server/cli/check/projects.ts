import type { LoadedProject } from '../../session/projects.ts';
import { openSession } from '../allowed.ts';
import { findProjects } from '../find-projects.ts';
import type { CliIo } from '../io.ts';
import type { CheckOptions } from './options.ts';
import { progressBar } from './progress-bar.ts';

/** The projects that the paths name, one after the other, and what is wrong with the paths. */
export function projectsOf(
  options: CheckOptions,
  io: CliIo,
): { readonly projects: Iterable<LoadedProject>; readonly problems: readonly string[] } {
  const session = openSession(options.allowRoots, io);
  if (options.target !== null) session.forceSettings({ target: options.target });
  const { manifests, problems } = findProjects(options.paths, options.recursive, session, io);
  return {
    problems,
    projects: (function* (): Iterable<LoadedProject> {
      const bar = progressBar(manifests.length, io);
      for (const [index, manifest] of manifests.entries()) {
        yield session.project(manifest);
        if (index % TOGETHER === TOGETHER - 1) session.forgetClosed();
        bar.advance();
      }
      bar.clear();
    })(),
  };
}

/**
 * How many projects are held at a time: a repository of hundreds needs the memory of a few, and what
 * is let go early is not moved about by the collector. What stands above them is kept for the next.
 */
const TOGETHER = 2;

/** Every path whose change may change what is found. */
export function pathsOf(options: CheckOptions, io: CliIo): readonly string[] {
  const paths = new Set<string>();
  for (const loaded of projectsOf(options, { ...io, progress: false, err() {} }).projects)
    for (const path of loaded.paths()) paths.add(path);
  return [...paths];
}
