import type { Dependency } from '../manifests/model.ts';
import type { Project } from './model.ts';

/** A way from a dependency of the project to a package: `imgapp → requests → urllib3`. */
export interface RequiredBy {
  /** The project's own dependency that the way starts with. */
  readonly direct: Dependency;
  /** PEP 503 names from the direct dependency to the package, both included. */
  readonly path: readonly string[];
}

/** The shortest way to the package, that of the first declared dependency among equals; null where none leads to it. */
export function whyLocked(project: Project, name: string): RequiredBy | null {
  return shortestPaths(project).get(name) ?? null;
}

const paths = new WeakMap<Project, ReadonlyMap<string, RequiredBy>>();

function shortestPaths(project: Project): ReadonlyMap<string, RequiredBy> {
  const known = paths.get(project);
  if (known !== undefined) return known;
  const found = new Map<string, RequiredBy>();
  const queue: RequiredBy[] = [];
  const reach = (step: RequiredBy, name: string): void => {
    if (found.has(name)) return;
    found.set(name, step);
    queue.push(step);
  };
  for (const direct of project.manifest.dependencies) {
    if (direct.origin === 'build-system') continue;
    reach({ direct, path: [direct.normalized] }, direct.normalized);
  }
  for (const step of queue) {
    const name = step.path.at(-1) ?? '';
    for (const locked of project.lock?.byName.get(name) ?? []) {
      for (const dependency of locked.dependencies) {
        reach({ direct: step.direct, path: [...step.path, dependency.name] }, dependency.name);
      }
    }
  }
  paths.set(project, found);
  return found;
}
