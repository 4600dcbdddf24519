import type { Dependency } from '../../manifests/model.ts';
import type { Lock } from '../../locks/model.ts';
import type { Project } from '../model.ts';
import { memoized, SingleEntryCache } from '../../memoize.ts';

/** A way from a dependency of the project to a package: `imgapp → requests → urllib3`. */
export interface RequiredBy {
  /** The project's own dependency that the way starts with. */
  readonly direct: Dependency;
  /** PEP 503 names from the direct dependency to the package, both included. */
  readonly path: readonly string[];
}

/** The shortest way to the package, that of the first declared dependency among equals; null where none leads to it. */
export function whyLocked(project: Project, name: string): RequiredBy | null {
  const way = waysIn(project).get(name);
  const direct = project.manifest.dependencies[way?.first ?? -1];
  return way === undefined || direct === undefined ? null : { direct, path: way.path };
}

/** A way that starts with the project's dependency of this index. */
interface Way {
  readonly first: number;
  readonly path: readonly string[];
}

type Ways = ReadonlyMap<string, Way>;

/** Walked anew where the manifest asks for other names: most of what is typed in it is something else. Bench: `didChange`. */
const lastWaysIn = memoized((_lock: Lock) => new SingleEntryCache<Ways>());

/** Bench: `didChange`, hover. */
const waysIn = memoized(({ manifest, lock }: Project): Ways => {
  const asked = manifest.dependencies.map(({ origin, normalized }) =>
    origin === 'build-system' ? null : normalized,
  );
  const walk = (): Ways => walkFrom(asked, lock);
  return lock === null ? walk() : lastWaysIn(lock).get(asked, walk);
});

function walkFrom(asked: readonly (string | null)[], lock: Lock | null): Ways {
  const found = new Map<string, Way>();
  const queue: Way[] = [];
  const reach = (way: Way, name: string): void => {
    if (found.has(name)) return;
    found.set(name, way);
    queue.push(way);
  };
  for (const [first, name] of asked.entries()) {
    if (name !== null) reach({ first, path: [name] }, name);
  }
  for (const { first, path } of queue) {
    for (const locked of lock?.byName.get(path.at(-1) ?? '') ?? []) {
      for (const { name } of locked.dependencies) {
        reach({ first, path: [...path, name] }, name);
      }
    }
  }
  return found;
}
