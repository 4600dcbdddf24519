import type { Lock, LockedPackage } from '../locks/model.ts';
import { isProblem } from '../python/problem.ts';
import { parseMarker } from '../python/marker.ts';

/** What a lock has settled, as constraints for the first lock of another tool. */
export interface CarriedVersions {
  /** `requests==2.28.1`, in the order of the lock. */
  readonly constraints: readonly string[];
  /** PEP 503 names of which several versions are locked, and the lock does not say which for whom. */
  readonly ambiguous: readonly string[];
}

/** The versions of a lock that come from an index. */
export function carriedVersions(lock: Lock): CarriedVersions {
  const constraints: string[] = [];
  const ambiguous: string[] = [];
  for (const [name, packages] of lock.byName) {
    const indexed = packages.filter(isFromIndex);
    const [only] = indexed;
    if (indexed.length !== packages.length || only === undefined) continue;
    if (packages.length === 1) constraints.push(`${name}==${only.version ?? ''}`);
    else {
      const conditional = packages.map(withCondition);
      if (conditional.every((each) => each !== null)) constraints.push(...conditional);
      else ambiguous.push(name);
    }
  }
  return { constraints, ambiguous };
}

function isFromIndex({ source, parsedVersion }: LockedPackage): boolean {
  return parsedVersion !== null && (source === null || INDEXES.has(source.type));
}

/** The types of sources that have versions to choose from; Poetry names its own index by its name. */
const INDEXES: ReadonlySet<string> = new Set(['legacy', 'pypi', 'registry']);

/** Lock 2.1 says for whom each of several versions is. */
function withCondition({ name, version, markers }: LockedPackage): string | null {
  if (typeof markers !== 'string' || version === null) return null;
  return isProblem(parseMarker(markers)) ? null : `${name}==${version}; ${markers}`;
}
