import { holdsAt, placeOf } from '../../overrides-db/poetry2nix-line.ts';
import type { LockedPackage } from '../locks/model.ts';
import { BUILT } from './project-build.ts';
import { PLAIN_ASKS } from './asks.ts';
import { chooseFile } from './files.ts';
import { givenToManylinux } from './manylinux.ts';
import type { Target } from './model.ts';
import { markSetByDefaults, poetry2nixNeeds } from './poetry2nix-asks.ts';
import { namesBuildSystems, poetry2nixDefaults } from './poetry2nix-defaults.ts';
import { poetry2nixGroups } from './poetry2nix-groups.ts';
import { wheelPreference, type Preference } from './preference.ts';

/**
 * poetry2nix: sdists first (mk-poetry-dep.nix, `fileInfo`), unless `preferWheels` on the call or
 * `preferWheel` on the package says otherwise; `wheel` itself always from source. Its defaults are
 * `overrides/default.nix` and `overrides/build-systems.json`.
 */
export const poetry2nix: Target = {
  id: 'poetry2nix',
  label: 'poetry2nix',
  pinned: 'poetry2nix',
  // Its copy of pyproject.nix knows seven CPUs (vendor/pyproject.nix/lib/pep599.nix, since cacc1ebd), and `++` in
  // `fileInfo` looks at every wheel, whichever kind is preferred. After its last commit it is a fork.
  failsOverWheels: ({ poetry2nix: own, nixpkgs }) => {
    const date = (own?.date ?? nixpkgs?.date ?? '2023-11-02').slice(0, 10);
    const isFork = own?.date != null && date > '2025-04-03';
    return date >= '2023-11-02' && !isFork ? 'any-file' : null;
  },
  reads: {
    files: { manifest: 'pyproject', lock: 'poetry' },
    tomlInNix: true,
    needsLock: true,
    needsFilesInLock: true,
    projectTable: false,
    asInstaller: false,
    uvSettings: false,
    takesByName: false,
  },
  distribution(locked, use, builds, facts, pin) {
    const override = use?.overrides.entries.findLast(
      (entry) => entry.normalized === locked.name && entry.preferWheel !== null,
    );
    if (override === undefined && facts?.poetry2nix?.prefersWheel === true) {
      const applied = use?.overrides.defaults ?? { known: true, value: true };
      if (!applied.known)
        return {
          kind: 'unknown',
          why: `whether its defaults are applied is not known: ${applied.why}`,
        };
      const during = facts.poetry2nix.prefersWheelDuring;
      const isThere = during === undefined ? 'yes' : holdsAt(during, placeOf(pin));
      if (applied.value && isThere === 'some')
        return { kind: 'unknown', why: 'only some revisions of poetry2nix prefer its wheel' };
      if (applied.value && isThere === 'yes')
        return chooseFile(locked, 'wheel', "poetry2nix's defaults prefer its wheel", builds);
    }
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
  takenGroups: poetry2nixGroups,
  project: {
    built: (use) =>
      use === null || use.own !== undefined
        ? BUILT
        : { state: 'no', why: `${use.callee} builds its dependencies alone` },
    inputsAreKnown: true,
    takesRuntimeInputs: true,
  },
  provides: {
    // mk-poetry-dep.nix
    noBuildSystem: (facts, pin) => facts?.poetry2nix == null && namesBuildSystems(pin),
    propagates: true,
    dependenciesAreInputs: true,
    builtIn: (need, locked) =>
      (need.kind === 'build-system' || need.kind === 'any-build-system') && isLocal(locked)
        ? 'poetry2nix reads the build system of a package in a folder'
        : givenToManylinux(need, locked),
    defaults: poetry2nixDefaults,
    defaultsAreKnown: true,
    byOverlays: true,
    ownSource: 'poetry2nix',
    buildSystemsOf: 'nixpkgs',
  },
  asks: { ...PLAIN_ASKS, needs: poetry2nixNeeds, minding: markSetByDefaults },
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

function isLocal(locked: LockedPackage | null): boolean {
  return locked?.source?.type === 'directory' || locked?.source?.type === 'editable';
}
