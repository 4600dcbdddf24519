import type { Lock, LockedPackage } from '../../locks/model.ts';
import type { Dependency, Manifest } from '../../manifests/model.ts';
import { changesUntil } from '../../nix/api.ts';
import type { TargetId } from '../../nix/api.ts';
import { refusedPython } from '../../targets/refused-python.ts';
import { targetOf } from '../../targets/registry.ts';
import { mindingDependencies } from './brought-along.ts';
import { buildsOf, mindedBy, pinOf } from './builds.ts';
import { requestedDependenciesOf, builtPackages, type RequestedDependencies } from './built.ts';
import { judgeFor, judgeIn, type Judge, type View } from './judgements.ts';
import { ifBuilt, isMissing } from './status.ts';
import { parseVersion } from '../../python/version.ts';
import type { JudgedNeed, Project, ProjectInput, Release, Verdict } from '../model.ts';
import type { NixSide } from '../inputs/read.ts';
import { isOwnLock, unpinnedDistribution } from './unpinned.ts';
import { memoize, memoized, SingleEntryCache } from '../../memoize.ts';

type Built = Verdict['built'];

/** A view of the project, and who judges in it. */
interface JudgedView extends View {
  readonly judge: Judge;
}

/** Which packages are built, per lock, use and target: most of what is typed in a manifest changes none of it. Bench: `didChange`. */
type Walks = WeakMap<
  Lock,
  WeakMap<object, Map<TargetId | null, SingleEntryCache<(locked: LockedPackage) => Built>>>
>;
const walksOfWhole: Walks = new WeakMap();
const walksOfHalfTyped: Walks = new WeakMap();

/** The views of a project: one for each use, or for the target that is set where there is none. */
export function viewsOf(
  { manifest, lock, settings, uses, formats, uvBuilds }: ViewSubject,
  { pins }: Pick<NixSide, 'pins'>,
): readonly View[] {
  return (uses.length > 0 ? uses : [null]).map((use) => {
    const id = use?.target ?? settings.target;
    const target = id === null ? null : targetOf(id);
    const minded = mindedBy(target, { formats, uvBuilds }, pins);
    return {
      target: id,
      use,
      builds: {
        ...buildsOf(use, manifest, settings),
        ...minded,
        ...(refusedPython(use, lock) === null ? {} : { pythons: [] }),
      },
      pin: pinOf(target, pins),
      nixpkgsUntil: changesUntil(pins.nixpkgs),
    };
  });
}

type ViewSubject = Pick<
  Project,
  'manifest' | 'lock' | 'settings' | 'uses' | 'formats' | 'uvBuilds'
>;

/** Makes verdicts when asked, one for each view of the project, and keeps them. */
export class VerdictMaker {
  readonly #input: ProjectInput;
  readonly #manifest: Manifest;
  readonly #lock: Lock | null;
  readonly #views: readonly JudgedView[];
  /** Rules, hovers and quick fixes ask for the same packages. Bench: `didChange`, hover. */
  readonly #made = new Map<LockedPackage, readonly Verdict[]>();
  /** The walk of each view, of which every package that lacks something asks. Bench: `didChange`. */
  readonly #built = new Map<View, (locked: LockedPackage) => Built>();
  #requested: RequestedDependencies | null = null;

  constructor(
    { input, manifest, lock }: Pick<Project, 'input' | 'manifest' | 'lock'>,
    views: readonly View[],
  ) {
    this.#input = input;
    this.#manifest = manifest;
    this.#lock = lock;
    this.#views = views.map((view) => ({ ...view, judge: judgeFor(view, input.knowledge) }));
  }

  ofLocked(locked: LockedPackage): readonly Verdict[] {
    return memoize(this.#made, locked, () =>
      this.#views.map((view) => this.#lockedVerdict(locked, view)),
    );
  }

  /** As `ofLocked`, if this release of the package was locked in its place. */
  ofRelease(locked: LockedPackage, release: Release): readonly Verdict[] {
    const other = withRelease(locked, release);
    return this.#views.map((view) => this.#lockedVerdict(other, view, locked));
  }

  /** The locked packages of which a rule may have something to say in one of the views, in the lock's order. */
  needsReview(): readonly LockedPackage[] {
    const lock = this.#lock;
    if (lock === null) return [];
    const [first = [], ...others] = this.#views.map(({ judge }) => judge.needsReview(lock));
    if (others.every((packages) => packages.length === 0)) return first;
    const some = new Set([first, ...others].flat());
    return lock.packages.filter((locked) => some.has(locked));
  }

  ofUnlocked(dependency: Dependency): readonly Verdict[] {
    const parsed = dependency.constraint?.parsed;
    const version = parsed === undefined || 'problem' in parsed ? null : parsed;
    const facts = this.#input.knowledge.lookup(dependency.normalized);
    const isUnpinned = isOwnLock(this.#manifest, this.#lock);
    const why = isUnpinned ? 'no line pins it' : 'it is not locked yet';
    const built = { state: 'unknown', why } as const;
    return this.#views.map((view) => {
      const distribution =
        isUnpinned && view.target !== null && targetOf(view.target).reads.asInstaller
          ? unpinnedDistribution(dependency, view.builds)
          : ({ kind: 'unknown', why } as const);
      return {
        package: { name: dependency.normalized, version: null },
        locked: null,
        target: view.target,
        use: view.use,
        distribution,
        needs:
          facts === null
            ? []
            : unlessBuilt(judgeIn(view, facts, null, version, distribution), built),
        built,
        notes: facts?.notes ?? [],
      };
    });
  }

  /** @param standing the package in the lock, by which it is known whether it is built. */
  #lockedVerdict(locked: LockedPackage, view: JudgedView, standing = locked): Verdict {
    const { distribution, needs, notes } = view.judge.of(locked);
    const built = (): Built => this.#isBuilt(standing, view);
    const isIgnored = this.#input.settings.ignoredPackages.includes(locked.name);
    return new LockedVerdict(
      {
        package: { name: locked.name, version: locked.version },
        locked,
        target: view.target,
        use: view.use,
        distribution,
        // Whether it is built takes a walk through the whole lock: asked only where it decides.
        needs: needs.some(isMissing)
          ? unlessBuilt(this.#minding(needs, standing, view), isIgnored ? 'ignored' : built())
          : needs,
        notes,
      },
      built,
    );
  }

  #minding(
    needs: readonly JudgedNeed[],
    locked: LockedPackage,
    { target }: View,
  ): readonly JudgedNeed[] {
    const propagates = target !== null && targetOf(target).provides.propagates;
    if (!propagates || this.#lock === null) return needs;
    return mindingDependencies(needs, locked, this.#lock);
  }

  #walk(lock: Lock, { target, use, builds, pin }: View): (locked: LockedPackage) => Built {
    this.#requested ??= requestedDependenciesOf(this.#manifest);
    const asking = this.#requested;
    const walk = (): ((locked: LockedPackage) => Built) =>
      builtPackages(asking, lock, use, { builds, pin });
    // What was found before the line that is half typed is soon wanted again.
    const walks = asking.complete ? walksOfWhole : walksOfHalfTyped;
    const byUse = memoize(walks, lock, () => new WeakMap());
    const byTarget = memoize(byUse, use ?? lock, () => new Map());
    const last = memoize(byTarget, target, () => new SingleEntryCache());
    return last.get([JSON.stringify(asking), JSON.stringify([builds, pin])], walk);
  }

  #isBuilt(locked: LockedPackage, view: View): Built {
    const lock = this.#lock;
    if (lock === null) return { state: 'unknown', why: 'there is no lock' };
    return memoize(this.#built, view, () => this.#walk(lock, view))(locked);
  }
}

/**
 * A class, since hundreds are made at each key: an accessor in an object literal has V8 make a hidden class for each
 * object, among what lives long, and with it all that the accessor reaches.
 */
class LockedVerdict implements Verdict {
  readonly package: Verdict['package'];
  readonly locked: LockedPackage;
  readonly target: TargetId | null;
  readonly use: Verdict['use'];
  readonly distribution: Verdict['distribution'];
  readonly needs: readonly JudgedNeed[];
  readonly notes: readonly string[];
  readonly #built: () => Built;

  constructor(parts: VerdictParts, built: () => Built) {
    this.package = parts.package;
    this.locked = parts.locked;
    this.target = parts.target;
    this.use = parts.use;
    this.distribution = parts.distribution;
    this.needs = parts.needs;
    this.notes = parts.notes;
    this.#built = built;
  }

  get built(): Built {
    return this.#built();
  }
}

type VerdictParts = Omit<Verdict, 'built' | 'ofProject' | 'locked'> & {
  readonly locked: LockedPackage;
};

/** Written out: what is read from a lock has its properties made when they are asked for. */
function withRelease(locked: LockedPackage, { version, files }: Release): LockedPackage {
  const { name, rawName, headerSpan, nameSpan, versionSpan, span } = locked;
  const { dependencies, optional, pythonVersions, pythonVersionsSpan } = locked;
  const { groups, markers, source, extras } = locked;
  const places = { headerSpan, nameSpan, versionSpan, span, pythonVersionsSpan };
  const standing = { dependencies, optional, pythonVersions, groups, markers, source, extras };
  return {
    name,
    rawName,
    ...places,
    ...standing,
    version,
    files,
    parsedVersion: parseVersion(version),
  };
}

/** The last word on each need: what is missing is warned of if the package is built. */
function unlessBuilt(
  needs: readonly JudgedNeed[],
  built: Built | 'ignored',
): readonly JudgedNeed[] {
  if ((built !== 'ignored' && built.state === 'yes') || !needs.some(isMissing)) return needs;
  return memoize(
    notWarned(needs),
    built === 'ignored' ? built : `${built.state} ${built.why}`,
    () => needs.map(({ fact, status }) => ({ fact, status: ifBuilt(status, built) })),
  );
}

/** The same lists for as long as the judgement stands: the rules keep by them what they say. Bench: `didChange`. */
const notWarned = memoized(
  (_needs: readonly JudgedNeed[]) => new Map<string, readonly JudgedNeed[]>(),
);
