import type { LockedPackage } from '../locks/model.ts';
import type { OverrideRequest, TargetId } from '../nix/model.ts';
import { buildsOf } from './builds.ts';
import type { Project, Verdict } from './model.ts';
import { ownVerdicts } from './own.ts';
import { ownPackageRequest } from './own-packages.ts';
import { joinProject } from './project.ts';
import { requestFor } from './request.ts';

/**
 * Every override that a project needs with a target that it has no Nix file of: distributions are
 * chosen as the target does by default, and what its defaults provide is left out. In the order of
 * the lock; empty without a lock.
 *
 * @param only of this locked package alone.
 */
export function standaloneRequests(
  { input }: Project,
  target: TargetId,
  only: LockedPackage | null = null,
): readonly OverrideRequest[] {
  const settings = { ...input.settings, target };
  // Who asks for this manifest means it, whichever of its folder counts.
  const candidates = input.candidates?.filter(({ manifest }) => manifest === input.manifest.file);
  const alone = joinProject({
    ...input,
    ...(candidates === undefined ? {} : { candidates }),
    settings,
    nixFiles: new Map(),
    pinFiles: new Map(),
  });
  const verdicts =
    only === null ? [...ownVerdicts(alone), ...alone.verdicts()] : alone.verdictsFor(only);
  return requestsOf(verdicts, alone, target);
}

/**
 * Every override that a project needs in its Nix files of a target. More than is warned of, for a
 * target whose defaults are not all known: who asks for them means to read what is printed.
 */
export function requestsInUse(project: Project, target: TargetId): readonly OverrideRequest[] {
  const verdicts = [...ownVerdicts(project), ...project.verdicts()].filter(
    ({ use }) => use?.target === target,
  );
  return requestsOf(verdicts, project, target);
}

function requestsOf(
  verdicts: readonly Verdict[],
  { settings, input, manifest }: Project,
  target: TargetId,
): readonly OverrideRequest[] {
  const versions = target === 'nixpkgs' ? (input.nixpkgsVersions ?? null) : null;
  const builds = buildsOf(null, manifest, settings);
  const requests = verdicts.flatMap((verdict) => {
    if (settings.ignoredPackages.includes(verdict.package.name)) return [];
    if (versions !== null && verdict.ofProject !== true) {
      const own = ownPackageRequest(verdict, versions, builds);
      if (verdict.built.state === 'no' || own === 'in-nixpkgs') return [];
      if (own !== null) return [own];
    }
    const request = requestFor(verdict, target, 'everyUnprovided');
    return request === null || verdict.built.state === 'no' ? [] : [request];
  });
  const forWheels =
    target === 'mkshell' && settings.systems.some((system) => system.endsWith('-linux'))
      ? verdicts.find((verdict) => isManylinux(verdict) && verdict.built.state !== 'no')
      : undefined;
  return forWheels === undefined ? requests : [...requests, manylinux(forWheels)];
}

/** The packages that nixpkgs lacks in the locked version and that cannot be made of what the lock names. In the order of the lock. */
export function packagesNotMade(project: Project): readonly string[] {
  const { input, manifest } = project;
  const versions = input.nixpkgsVersions;
  if (versions === undefined) return [];
  const builds = buildsOf(null, manifest, input.settings);
  const names = project
    .verdicts()
    .filter(
      (verdict) =>
        verdict.built.state !== 'no' && ownPackageRequest(verdict, versions, builds) === null,
    )
    .map((verdict) => verdict.package.name);
  return [...new Set(names)];
}

/** Installed from a wheel that may link what the manylinux policy (PEP 600) takes for granted and a Nix shell has not. */
function isManylinux({ distribution, locked, needs }: Verdict): boolean {
  const { kind, file, either } = distribution;
  if (either === true) return needs.some(({ fact }) => fact.need.kind !== 'build-system');
  if (kind !== 'wheel') return false;
  const names = file === undefined ? (locked?.files ?? []).map(({ name }) => name) : [file];
  return names.some((name) => name.includes('manylinux'));
}

/** libstdc++ and zlib: the libraries of that policy that have nothing to do with a display. */
function manylinux({ package: { name } }: Verdict): OverrideRequest {
  return {
    target: 'mkshell',
    package: name,
    buildInputs: ['stdenv.cc.cc.lib', 'zlib'],
    nativeBuildInputs: [],
    propagatedBuildInputs: [],
    buildSystems: [],
    preferWheel: false,
    cargo: false,
    environment: [],
  };
}
