import type { Fact, Need, PackageFacts, Provision } from '../../overrides-db/model.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { RequestedNeed } from '../nix/api.ts';
import { holds, type Circumstances } from './conditions.ts';
import { namedGroups } from './groups.ts';
import { BUILT } from './project-build.ts';
import { PLAIN_ASKS } from './asks.ts';
import { chooseFile } from './files.ts';
import type { AskingPackage, DefaultAnswer, Pin, Target } from './model.ts';
import { carries, meets } from './needs.ts';
import { wheelPreference, type Preference } from './preference.ts';

/**
 * poetry2nix: sdists first (mk-poetry-dep.nix, `fileInfo`), unless `preferWheels` on the call or
 * `preferWheel` on the package says otherwise; `wheel` itself always from source. Its defaults are
 * `overrides/default.nix` and `overrides/build-systems.json`.
 */
export const poetry2nix: Target = {
  id: 'poetry2nix',
  label: 'poetry2nix',
  reads: {
    files: { manifest: 'pyproject', lock: 'poetry' },
    needsLock: true,
    needsFilesInLock: true,
    projectTable: false,
    asInstaller: false,
    uvSettings: false,
  },
  distribution(locked, use, builds) {
    const override = use?.overrides.entries.findLast(
      (entry) => entry.normalized === locked.name && entry.preferWheel !== null,
    );
    const overall = wheelPreference(use?.preferWheels ?? null, builds, false);
    if (override === undefined && !overall.known) {
      return { kind: 'unknown', why: `whether wheels are preferred is not known: ${overall.why}` };
    }
    const preferred = override?.preferWheel ?? (overall.known && overall.value);
    const preferWheel = preferred && locked.name !== 'wheel';
    const says = override === undefined ? overall.from : 'override';
    const why = reasonForPreference(preferWheel, says, locked.name);
    return chooseFile(locked, preferWheel ? 'wheel' : 'sdist', why, builds);
  },
  takenGroups: namedGroups,
  project: {
    built: (use) =>
      use === null || use.own !== undefined
        ? BUILT
        : { state: 'no', why: `${use.callee} builds its dependencies alone` },
    inputsAreKnown: true,
    takesRuntimeInputs: true,
  },
  provides: {
    builtIn: ({ kind }, locked) =>
      kind === 'build-system' && isLocal(locked)
        ? 'poetry2nix reads the build system of a package in a folder'
        : null,
    defaults: poetry2nixDefaults,
    defaultsAreKnown: true,
    byOverlays: true,
    ownSource: 'poetry2nix',
  },
  asks: { ...PLAIN_ASKS, needs: asksFor, minding: markSetByDefaults },
};

function reasonForPreference(
  preferWheel: boolean,
  says: Preference['from'] | 'override',
  name: string,
): string {
  if (name === 'wheel') return 'poetry2nix builds wheel itself from source';
  if (says === 'override')
    return preferWheel ? 'preferWheel is set for it' : 'preferWheel is off for it';
  if (says === 'setting') return `the setting prefer-wheels is ${preferWheel ? 'true' : 'false'}`;
  return preferWheel ? 'preferWheels is set' : 'poetry2nix prefers sdists';
}

function poetry2nixDefaults(
  { poetry2nix: defaults }: PackageFacts,
  fact: Fact,
  at: Circumstances,
  pin: Pin | null,
): DefaultAnswer {
  if (fact.need.kind === 'build-system' && BUILD_HOOK.has(fact.need.attr)) {
    return { answer: 'provided', because: "poetry2nix's build hook brings it" };
  }
  if (defaults === null) {
    return { answer: 'not-provided', because: "poetry2nix's defaults do not touch it" };
  }
  if (fact.need.kind === 'cargo-hash' && defaults.cargoVersions !== undefined) {
    return cargoTable(defaults.cargoVersions, at);
  }
  const active = defaults.provides
    .map((provision) => ({ provision, holds: holds(provision.when, at) }))
    .filter((answer) => answer.holds !== false);
  const answers = active.filter(({ provision }) => suffices(provision.need, fact.need));
  const certain = answers.find((answer) => answer.holds === true);
  if (certain !== undefined) return providedSince(certain.provision, pin);
  if (answers.length > 0) {
    return {
      answer: 'unknown',
      because: "poetry2nix's defaults provide it under conditions that are not known here",
    };
  }
  // Its own recipe is tested without this: other sources build with other features.
  const buildsWithout =
    isNative(fact.need) && active.some(({ provision }) => isNative(provision.need));
  return {
    answer: buildsWithout ? 'builds-without' : 'not-provided',
    because: "poetry2nix's defaults do not provide it",
  };
}

function isLocal(locked: LockedPackage | null): boolean {
  return locked?.source?.type === 'directory' || locked?.source?.type === 'editable';
}

/** What `pipBuildHook` propagates (hooks/default.nix). */
const BUILD_HOOK: ReadonlySet<string> = new Set(['pip', 'wheel']);

function providedSince({ since, alsoUntil }: Provision, pin: Pin | null): DefaultAnswer {
  const pinned = pin?.date ?? null;
  const isLater = pinned === null || since === undefined || pinned >= since.date;
  if (pin === null || isLater || (alsoUntil !== undefined && pinned < alsoUntil.date)) {
    return { answer: 'provided', because: "poetry2nix's defaults provide it" };
  }
  return {
    answer: 'not-provided',
    because: `poetry2nix provides it since ${since.date.slice(0, 10)}; the pinned revision ${pin.revision.slice(0, 7)} is of ${pinned.slice(0, 10)}`,
  };
}

/** Whether a default that does `provided` does what is `needed`; an environment variable may carry a library's path. */
function suffices(provided: Need, needed: Need): boolean {
  if (meets(provided, needed)) return true;
  return (
    provided.kind === 'environment' &&
    (needed.kind === 'native-input' || needed.kind === 'wheel-library') &&
    [...provided.value.matchAll(/pkgs\.([\w'-]+(?:\.[\w'-]+)*)/g)].some(([, attr = '']) =>
      carries(attr, needed.attr),
    )
  );
}

function isNative({ kind }: Need): boolean {
  return kind === 'native-input' || kind === 'wheel-library' || kind === 'environment';
}

function cargoTable(versions: readonly string[], at: Circumstances): DefaultAnswer {
  if (at.version === null || 'ranges' in at.version) {
    return { answer: 'unknown', because: 'the version is not locked yet' };
  }
  return versions.includes(at.version.text)
    ? { answer: 'provided', because: "poetry2nix's table has the cargo hash of this version" }
    : {
        answer: 'not-provided',
        because: `poetry2nix's table of cargo hashes does not have ${at.version.text}`,
      };
}

/**
 * Packages for which poetry2nix's defaults fetch other sources than the sdist (ruff, orjson), or
 * whose Cargo.lock is not at the root (bcrypt, cryptography): a hash for the sdist's crates does
 * not build them (poetry2nix overrides/default.nix at ce2369d).
 */
const SOURCES_OF_THEIR_OWN: ReadonlySet<string> = new Set([
  'bcrypt',
  'cryptography',
  'granian',
  'open-clip-torch',
  'orjson',
  'ruff',
  'watchfiles',
]);

/**
 * The way out of a missing cargo hash is the wheel where the hash alone would not do, and there is one for Linux or
 * macOS: it needs neither build systems nor the inputs of a build.
 */
function asksFor(of: AskingPackage, needs: readonly Need[]): readonly RequestedNeed[] {
  const takesWheel =
    SOURCES_OF_THEIR_OWN.has(of.name) &&
    needs.some(({ kind }) => kind === 'cargo-hash') &&
    of.files.some((file) => /linux|macosx/.test(file) && file.endsWith('.whl'));
  return takesWheel ? [{ kind: 'wheel' }] : PLAIN_ASKS.needs(of, needs);
}

/**
 * Marked where the defaults set outright what it adds to (a list, or the vendored crates): an overlay that runs before
 * them (`overrides.withDefaults`) would be undone. Marked too where they bring what vendored crates are built with, so
 * that the hash alone is missing.
 */
function markSetByDefaults(
  need: RequestedNeed,
  { poetry2nix: defaults }: PackageFacts,
): RequestedNeed {
  if (defaults === null) return need;
  const { replaces, provides, cargoVersions } = defaults;
  switch (need.kind) {
    case 'input':
      return replaces.includes(need.list) ? { ...need, setByDefaults: true } : need;
    case 'build-system':
      // It goes where the neighbours have theirs.
      return replaces.some((list) => list !== 'propagatedBuildInputs')
        ? { ...need, setByDefaults: true }
        : need;
    case 'cargo-hash': {
      const isUndone = cargoVersions !== undefined || replaces.includes('nativeBuildInputs');
      const hooksByDefaults = provides.some(
        ({ need: given }) => given.kind === 'native-input' && given.attr === CARGO_HOOK,
      );
      const hooked = hooksByDefaults ? { ...need, hooksByDefaults } : need;
      return isUndone ? { ...hooked, setByDefaults: true } : hooked;
    }
    default:
      return need;
  }
}

const CARGO_HOOK = 'rustPlatform.cargoSetupHook';
