import type { LockedPackage } from '../locks/model.ts';
import type { Known, RequestedNeed, TargetUse } from '../nix/api.ts';
import { BUILT } from './project-build.ts';
import { PLAIN_ASKS, requestedNeed } from './asks.ts';
import { chooseFile } from './files.ts';
import { givenToManylinux } from './manylinux.ts';
import type { Built, Pin, Target } from './model.ts';
import { wheelPreference } from './preference.ts';
import { uv2nixGroups } from './uv2nix-groups.ts';
import type { WheelSettings } from './uv2nix-wheels.ts';
import { wheelSettings } from './uv2nix-wheels.ts';

/**
 * uv2nix on pyproject.nix: the file kind follows `sourcePreference`, which every caller of
 * `mkPyprojectOverlay` states (`wheel` or `sdist`); a package may override it. Nothing is provided
 * to an sdist by default: build systems too come from overrides or from
 * `[tool.uv.extra-build-dependencies]`.
 */
export const uv2nix: Target = {
  id: 'uv2nix',
  label: 'uv2nix',
  pinned: 'uv2nix',
  // pyproject.nix passes over CPUs that its table lacks since 8fa4d66.
  failsOverWheels: ({ 'pyproject.nix': own }) =>
    own?.date != null && own.date < '2025-07-28T03:16:48Z' ? 'chosen-wheel' : null,
  reads: {
    files: { manifest: 'pyproject', lock: 'uv' },
    tomlInNix: true,
    needsLock: true,
    needsFilesInLock: false,
    projectTable: true,
    asInstaller: false,
    uvSettings: true,
    takesByName: false,
    // afe62f1 and 02fc80f; 2f698e4
    uvSettingsSince: { extra: '2026-03-09T06:48:23Z', configSettings: '2026-06-30T09:09:19Z' },
  },
  distribution(locked, use, builds) {
    const settings = wheelSettings(builds.uv, use?.workspaceConfig);
    const said = settings.ofAll;
    // uv2nix asks of single packages only where nothing is said of all.
    const own = said === null ? wheelOf(locked.name, use, settings) : null;
    if (own !== null && !own.known)
      return { kind: 'unknown', why: `whether its wheel is taken is not known: ${own.why}` };
    if (own !== null) {
      const preference = own.value ? 'wheel' : 'sdist';
      return chooseFile(locked, preference, `sourcePreference is "${preference}" for it`, builds);
    }
    const overall = wheelPreference(said ?? use?.preferWheels ?? null, builds, true);
    if (!overall.known) {
      return { kind: 'unknown', why: `sourcePreference is not known: ${overall.why}` };
    }
    const preference = overall.value ? 'wheel' : 'sdist';
    const why = {
      nix: `sourcePreference is "${preference}"`,
      setting: `the setting prefer-wheels is ${overall.value}`,
      default: 'uv2nix templates prefer wheels',
    }[overall.from];
    return chooseFile(locked, preference, why, builds);
  },
  takenGroups: uv2nixGroups,
  project: {
    built(_use, locked, pin) {
      if (locked?.source?.type === 'virtual') return builtVirtual(pin);
      return locked === null ? { state: 'unknown', why: 'it is not in the lock' } : BUILT;
    },
    inputsAreKnown: true,
    // A virtual environment is put around by nothing.
    takesRuntimeInputs: false,
  },
  provides: {
    noBuildSystem: () => true,
    propagates: false,
    dependenciesAreInputs: false,
    builtIn: (need, locked) =>
      (need.kind === 'build-system' || need.kind === 'any-build-system') && isFolder(locked)
        ? 'uv2nix reads it in the pyproject.toml of the folder'
        : givenToManylinux(need, locked),
    defaults() {
      return { answer: 'not-provided', because: 'uv2nix provides nothing by default' };
    },
    defaultsAreKnown: true,
    byOverlays: false,
    ownSource: null,
    buildSystemsOf: 'build-system-pkgs',
  },
  asks: {
    ...PLAIN_ASKS,
    needs: (of, needs) => needs.map((need) => asked(requestedNeed(need, of))),
  },
};

/** A project without a build system, or with `package = false`: uv2nix made a package of it too before 05f0029. */
function builtVirtual(pin: Pin | null): Built {
  if (pin?.date == null)
    return {
      state: 'unknown',
      why: 'a uv2nix from before July 2026 builds it, a later one does not',
    };
  return pin.date < '2026-06-30T05:27:22Z'
    ? BUILT
    : { state: 'no', why: 'uv installs its dependencies alone' };
}

/** What uv2nix builds by its own pyproject.toml (its lib/build.nix, `local`): all else comes with the lock's word alone. */
function isFolder(locked: LockedPackage | null): boolean {
  const type = locked?.source?.type;
  return type === 'directory' || type === 'editable' || type === 'virtual';
}

/** Whether the wheel of one package is taken: settings weigh more than an overlay. Null where neither says. */
function wheelOf(
  name: string,
  use: TargetUse | null,
  { ofPackage }: WheelSettings,
): Known<boolean> | null {
  const set = ofPackage(name);
  if (set !== null) return set;
  const override = use?.overrides.entries.findLast(
    (entry) => entry.normalized === name && entry.preferWheel !== null && entry.isLost !== true,
  );
  const value = override?.preferWheel ?? null;
  return value === null ? null : { known: true, value };
}

/** nixpkgs has Cython before 3 under a name of its own; the sets of uv2nix have the names of the index alone. */
function asked(need: RequestedNeed): RequestedNeed {
  return need.kind === 'build-system' && /^cython[-_]0$/.test(need.name)
    ? { ...need, name: 'cython' }
    : need;
}
