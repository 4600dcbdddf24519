import { LOCK_FORMATS } from '../../locks/formats.ts';
import type { Lock, LockedDependency, LockedPackage } from '../../locks/model.ts';
import type { Dependency, Manifest } from '../../manifests/model.ts';
import type { TargetUse } from '../../nix/api.ts';
import { conflictChoice } from '../../targets/conflicts.ts';
import { GROUPS_WITHOUT_USE, takes } from '../../targets/groups.ts';
import type {
  BuildSettings,
  Built,
  Choice,
  GroupsAsked,
  Pin,
  TakenGroups,
} from '../../targets/model.ts';
import { targetOf } from '../../targets/registry.ts';
import { MarkerConditions } from './marker-conditions.ts';

/** All of a manifest that decides which packages are built. */
export interface RequestedDependencies {
  readonly complete: boolean;
  /** Whether the dependencies are asked for certainly, if perhaps not alone. */
  readonly certain: boolean;
  readonly dependencies: readonly (Asked & {
    readonly group: string;
    /** The extras that bring it; null where it needs none. */
    readonly inExtras: readonly string[] | null;
    readonly marker: string | null;
  })[];
  /** The project's own name, PEP 503. */
  readonly name: string | null;
  /** `default-groups` of `[tool.uv]`. */
  readonly defaultGroups: readonly string[];
  readonly legacyGroups: readonly string[];
}

export function requestedDependenciesOf({
  complete,
  lacksOnlyDependencies,
  dependencies,
  extras: declared,
  groups,
  name,
  building,
}: Manifest): RequestedDependencies {
  const inExtras = ({ optional, extra, normalized }: Dependency): readonly string[] | null => {
    if (extra !== null) return [extra];
    if (!optional) return null;
    const naming = declared.filter(({ members }) =>
      members.some((each) => each.normalized === normalized),
    );
    return naming.map((each) => each.name);
  };
  return {
    complete,
    certain: complete || lacksOnlyDependencies === true,
    dependencies: dependencies
      .filter(({ origin }) => origin !== 'build-system')
      .map((each) => ({
        group: each.group,
        inExtras: inExtras(each),
        marker: each.marker?.text ?? null,
        name: each.normalized,
        extras: each.extras.map((extra) => extra.name),
      })),
    name: name?.normalized ?? null,
    defaultGroups: [...(building?.defaultGroups ?? [])],
    legacyGroups: groups.filter(({ legacy }) => legacy).map(({ normalized }) => normalized),
  };
}

/**
 * Which locked packages a use builds. `yes` needs a path of dependencies from a group that the use
 * takes, each of them required and with markers that hold for every candidate interpreter and
 * system; `no` means that there is not even a possible path.
 */
export function builtPackages(
  asking: RequestedDependencies,
  lock: Lock,
  use: TargetUse | null,
  { builds, pin }: { readonly builds: BuildSettings; readonly pin: Pin | null },
): (locked: LockedPackage) => Built {
  const of = { ...asking, members: lock.members ?? [], pin };
  const conflicts = conflictChoice(use, of);
  const conditions = new MarkerConditions(builds, { overlay: use?.lockOverlay, conflicts });
  const taken = takenGroups(use, of);
  const { isFlat, forks } = LOCK_FORMATS[lock.kind];
  if (isFlat) return (locked) => listed(locked, taken, conditions);
  if (!asking.certain || !lock.complete) return () => UNKNOWN_FILE;
  // Where extras exclude each other, the markers name them.
  const hangsOnExtra = (marker: string | null): boolean =>
    forks && conflicts === null && marker !== null && /\bextra\b/.test(marker);
  const always = (marker: string | null): boolean =>
    !hangsOnExtra(marker) && conditions.always(marker);
  const ever = (marker: string | null): boolean => hangsOnExtra(marker) || conditions.ever(marker);
  const certain = new Walk(lock, always, false, replacedIn(use));
  const possible = new Walk(lock, ever, true, NONE);
  const { possible: mayBe } = taken;
  for (const { group, inExtras, marker, ...asked } of asking.dependencies) {
    if (takesFrom(taken.certain, group, inExtras) && conditions.always(marker))
      certain.start(asked);
    if ((mayBe === 'all' || takesFrom(mayBe, group, inExtras)) && conditions.ever(marker))
      possible.start(asked);
  }
  for (const each of taken.certain.packages) certain.startAt(each);
  if (mayBe === 'all')
    for (const name of membersOf(lock, asking.name)) possible.startAt({ name, ...EVERYTHING });
  else for (const each of mayBe.packages) possible.startAt(each);
  return (locked) => {
    if (certain.reaches(locked)) return YES;
    if (!asking.complete) return UNKNOWN_FILE;
    if (forks && !markersOf(locked).every(ever)) return NO_MARKER;
    return possible.reaches(locked) || lock.byName.get(locked.name)?.length !== 1
      ? UNKNOWN_PATH
      : NO;
  };
}

/** What overrides put something else in the place of, which need not depend on what the lock has it depend on. */
function replacedIn(use: TargetUse | null): ReadonlySet<string> {
  const opaque = use?.overrides.entries.filter((entry) => entry.opaque) ?? [];
  return new Set(opaque.map(({ normalized }) => normalized));
}

const NONE: ReadonlySet<string> = new Set();

/** Members of a uv workspace are built with it, or not: which of them is up to the Nix files. */
function membersOf(lock: Lock, own: string | null): readonly string[] {
  const names = new Set([...(lock.members ?? []), ...(own === null ? [] : [own])]);
  return [...names].filter((name) => lock.byName.has(name));
}

/** Whether a marker may hold for one of the interpreters and systems that are in question. */
export function mayHold(marker: string | null, builds: BuildSettings): boolean {
  return new MarkerConditions(builds).ever(marker);
}

/** Whether a marker holds for all of the interpreters and systems that are in question. */
export function alwaysHolds(marker: string, builds: BuildSettings): boolean {
  return new MarkerConditions(builds).always(marker);
}

/** Whether a marker surely holds, for each of them. */
export function surelyHolds(marker: string | null, builds: BuildSettings): boolean {
  return new MarkerConditions(builds).always(marker);
}

/** pip and Pipenv install all that such a lock lists, whatever brings it. One without groups is of one list. */
function listed(locked: LockedPackage, taken: TakenGroups, conditions: MarkerConditions): Built {
  const markers = markersOf(locked);
  if (!markers.every((marker) => conditions.ever(marker))) return NO_MARKER;
  const groups = locked.groups.length === 0 ? ['main'] : locked.groups;
  const isTaken = groups.some((group) => takes(taken.certain.groups, group));
  return isTaken && markers.every((marker) => conditions.always(marker)) ? LISTED : UNKNOWN_PATH;
}

const LISTED: Built = { state: 'yes', why: 'it is listed' };
const NO_MARKER: Built = { state: 'no', why: 'its marker never holds' };
const YES: Built = { state: 'yes', why: 'the project depends on it' };
const NO: Built = { state: 'no', why: 'no group or extra that is built leads to it' };
const UNKNOWN_PATH: Built = {
  state: 'unknown',
  why: 'whether it is built depends on the interpreter, the system or an extra',
};
const UNKNOWN_FILE: Built = { state: 'unknown', why: 'the manifest or the lock has errors' };

function takesFrom(from: Choice, group: string, extras: readonly string[] | null): boolean {
  const isIn = extras === null || extras.some((each) => takes(from.extras, each));
  return takes(from.groups, group) && isIn;
}

function takenGroups(use: TargetUse | null, of: GroupsAsked): TakenGroups {
  return use === null ? GROUPS_WITHOUT_USE : targetOf(use.target).takenGroups(use, of);
}

const EVERYTHING: Choice = { groups: 'all', extras: 'all' };

/** A name that something depends on, with the extras that it wants of it. */
type Asked = Pick<LockedDependency, 'name' | 'extras'> & {
  /** The dependency groups that are asked for: of packages of the project itself alone. */
  readonly groups?: readonly string[];
  /** `==1.0` where uv says which of several versions. */
  readonly constraint?: string | null;
};

/** Follows a lock's dependencies from the project's own, with the extras that are asked for. */
class Walk {
  readonly #lock: Lock;
  readonly #follows: (marker: string | null) => boolean;
  /** Whether a name that is locked at several versions stands for all of them; which one is taken is up to the markers. */
  readonly #throughSeveral: boolean;
  /** Names of packages that are gone no further from. */
  readonly #endsAt: ReadonlySet<string>;
  readonly #reached = new Map<LockedPackage, Reached>();

  constructor(
    lock: Lock,
    follows: (marker: string | null) => boolean,
    throughSeveral: boolean,
    endsAt: ReadonlySet<string>,
  ) {
    this.#lock = lock;
    this.#follows = follows;
    this.#throughSeveral = throughSeveral;
    this.#endsAt = endsAt;
  }

  start(asked: Asked): void {
    this.#walk(asked);
  }

  /** At packages of the lock that nothing has to ask for, with these of their extras and groups. */
  startAt({ name, extras, groups }: Choice & { readonly name: string }): void {
    const locked = this.#lock.byName.get(name) ?? [];
    const own = locked.flatMap((each) => [...each.extras.keys()]);
    const inGroups = locked.flatMap(({ dependencies }) =>
      dependencies.flatMap(({ group }) => group ?? []),
    );
    this.#walk({
      name,
      extras: own.filter((extra) => takes(extras, extra)),
      groups: inGroups.filter((group) => takes(groups, group)),
    });
  }

  #walk(first: Asked): void {
    const pending: Asked[] = [first];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const locked of this.#candidates(next)) {
        if (!markersOf(locked).every((marker) => this.#follows(marker))) continue;
        pending.push(...this.#reach(locked, next));
      }
    }
  }

  /** The version that is named where several are locked in forks, or those whose own markers tell them apart. */
  #candidates({ name, constraint }: Asked): readonly LockedPackage[] {
    const all = this.#lock.byName.get(name) ?? [];
    if (all.length < 2) return all;
    const { forks } = LOCK_FORMATS[this.#lock.kind];
    const named = forks ? all.filter(({ version }) => `==${version}` === constraint) : [];
    if (named.length === 1) return named;
    if (this.#throughSeveral) return all;
    return forks ? all.filter(({ markers }) => markers !== null) : [];
  }

  reaches(locked: LockedPackage): boolean {
    return this.#reached.has(locked);
  }

  /** What the package asks for in turn, unless that was followed before. */
  #reach(locked: LockedPackage, { extras, groups = [] }: Asked): readonly Asked[] {
    const known = this.#reached.get(locked);
    const asked = known ?? { extras: new Set(), groups: new Set() };
    const isNew =
      extras.some((extra) => !asked.extras.has(extra)) ||
      groups.some((group) => !asked.groups.has(group));
    if (known !== undefined && !isNew) return [];
    for (const extra of extras) asked.extras.add(extra);
    for (const group of groups) asked.groups.add(group);
    this.#reached.set(locked, asked);
    if (this.#endsAt.has(locked.name)) return [];
    return locked.dependencies.filter((dependency) => this.#applies(locked, dependency, asked));
  }

  #applies(locked: LockedPackage, dependency: LockedDependency, asked: Reached): boolean {
    const { name, group, optional, marker } = dependency;
    if (group !== undefined && !asked.groups.has(group)) return false;
    if (!optional) return this.#follows(marker);
    for (const extra of asked.extras) {
      const members = locked.extras.get(extra) ?? [];
      if (members.some((member) => /^[\w.-]+/.exec(member)?.[0] === name)) return true;
    }
    return false;
  }
}

/** What was asked for of a package. */
interface Reached {
  readonly extras: Set<string>;
  readonly groups: Set<string>;
}

/** The markers on the package itself: those of lock 1.0 and 2.1, in the latter one for each group. */
function markersOf({ markers }: LockedPackage): readonly string[] {
  if (markers === null) return [];
  return typeof markers === 'string' ? [markers] : [...markers.values()];
}
