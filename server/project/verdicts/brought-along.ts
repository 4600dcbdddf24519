import type { Lock, LockedPackage } from '../../locks/model.ts';
import { whatBuilds } from '../../targets/build-system-pkgs.ts';
import { isBuildSystem } from '../../targets/needs.ts';
import { memoize, memoized } from '../../memoize.ts';
import type { JudgedNeed } from '../model.ts';
import { isMissing } from './status.ts';

/**
 * Needs of a package whose dependencies come into its build with all that they depend on themselves: a build system among
 * those may be there, whatever the markers on the way say, so that nothing is concluded from its being missing.
 */
export function mindingDependencies(
  needs: readonly JudgedNeed[],
  locked: LockedPackage,
  lock: Lock,
): readonly JudgedNeed[] {
  if (!needs.some((each) => isMissing(each) && isOfBuildSystem(each))) return needs;
  return memoize(
    memoize(mindedIn(lock), locked, () => new WeakMap()),
    needs,
    () => minded(needs, locked, lock),
  );
}

/** The same lists for as long as lock and judgement stand: rules keep by them what they say. Bench: `didChange`. */
const mindedIn = memoized(
  (_lock: Lock) =>
    new WeakMap<LockedPackage, WeakMap<readonly JudgedNeed[], readonly JudgedNeed[]>>(),
);

function minded(
  needs: readonly JudgedNeed[],
  locked: LockedPackage,
  lock: Lock,
): readonly JudgedNeed[] {
  const brought = [...namesBelow(locked, lock)];
  return needs.map((each) => {
    if (!isMissing(each)) return each;
    const by = brought.find((name) => isMetBy(each, name));
    if (by === undefined) return each;
    const because = `${by} may come with what it depends on`;
    return { fact: each.fact, status: { kind: 'unknown', because } };
  });
}

function isOfBuildSystem({ fact: { need } }: JudgedNeed): boolean {
  return need.kind === 'build-system' || need.kind === 'any-build-system';
}

function isMetBy({ fact: { need } }: JudgedNeed, name: string): boolean {
  if (need.kind === 'any-build-system') return whatBuilds(name) === 'build-system';
  return need.kind === 'build-system' && isBuildSystem(name, need.attr);
}

/** PEP 503 names of what a package depends on, at whatever distance. */
function namesBelow(locked: LockedPackage, { byName }: Lock): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [locked];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const { name } of next.dependencies) {
      if (names.has(name)) continue;
      names.add(name);
      open.push(...(byName.get(name) ?? []));
    }
  return names;
}
