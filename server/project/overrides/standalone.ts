import type { LockedPackage } from '../../locks/model.ts';
import type { Dependency } from '../../manifests/model.ts';
import type { OverrideRequest, TargetId } from '../../nix/api.ts';
import { isWithoutFiles } from '../../targets/files.ts';
import { buildsOf } from '../verdicts/builds.ts';
import type { Project, Verdict } from '../model.ts';
import { projectVerdicts } from '../verdicts/project-verdicts.ts';
import { projectPackageRequest } from './own-packages.ts';
import { joinProject } from '../project.ts';
import { requestFor } from './request.ts';
import { unpinnedVerdicts } from '../verdicts/unpinned.ts';

/**
 * Every override that a project needs with a target that it has no Nix file of: distributions are
 * chosen as the target does by default, and what its defaults provide is left out. In the order of
 * the lock; empty without a lock.
 *
 * @param only of this package alone, locked or not.
 */
export function standaloneRequests(
  { input, manifest }: Project,
  target: TargetId,
  only: LockedPackage | Dependency | null = null,
): readonly OverrideRequest[] {
  const settings = { ...input.settings, target, python: pythonFor({ input, manifest }, target) };
  // Who asks for this manifest means it, whichever of its folder counts.
  const candidates = input.candidates.filter((each) => each.manifest === input.manifest.file);
  const alone = joinProject({
    ...input,
    candidates,
    settings,
    nixFiles: new Map(),
    pinFiles: new Map(),
  });
  const verdicts = only === null ? allVerdicts(alone) : verdictsOf(alone, only);
  return requestsOf(verdicts, alone, target);
}

function verdictsOf(project: Project, one: LockedPackage | Dependency): readonly Verdict[] {
  return 'normalized' in one ? project.verdictForUnlocked(one) : project.verdictsFor(one);
}

/** Of the project itself, of what is locked, and of what pip takes without a pin. */
function allVerdicts(project: Project): readonly Verdict[] {
  return [...projectVerdicts(project), ...project.verdicts(), ...unpinnedVerdicts(project)];
}

/** `python3` of nixpkgs since 25.11. */
const DEFAULT_PYTHON = '3.13';

/**
 * The Python that is taken for a project without a Nix file of the target: the one that the user
 * states, else that of a new Nix file, or the nearest that the project supports. Null for a shell,
 * whose packages are of whatever Python runs in it.
 */
export function pythonFor(
  { input, manifest }: Pick<Project, 'input' | 'manifest'>,
  target: TargetId,
): string | null {
  const { python } = input.settings;
  if (python !== null || target === 'mkshell') return python;
  const { pythons } = buildsOf(null, manifest, input.settings);
  if (pythons.includes(DEFAULT_PYTHON)) return DEFAULT_PYTHON;
  const isOlder = (each: string): boolean => minorOf(each) < minorOf(DEFAULT_PYTHON);
  return pythons.findLast(isOlder) ?? pythons[0] ?? null;
}

function minorOf(python: string): number {
  return Number(python.split('.')[1]);
}

/**
 * Every override that a project needs in its Nix files of a target. More than is warned of, for a
 * target whose defaults are not all known: who asks for them means to read what is printed.
 */
export function requestsInUse(project: Project, target: TargetId): readonly OverrideRequest[] {
  const verdicts = allVerdicts(project).filter(({ use }) => use?.target === target);
  return requestsOf(verdicts, project, target);
}

function requestsOf(
  verdicts: readonly Verdict[],
  { settings, input, manifest }: Project,
  target: TargetId,
): readonly OverrideRequest[] {
  const versions = target === 'nixpkgs' ? input.nixpkgsVersions : null;
  const requests = verdicts.flatMap((verdict) => {
    if (settings.ignoredPackages.includes(verdict.package.name)) return [];
    if (versions !== null && verdict.ofProject !== true) {
      const builds = buildsOf(verdict.use, manifest, settings);
      const own = projectPackageRequest(verdict, versions, builds);
      if (verdict.built.state === 'no' || own === 'in-nixpkgs') return [];
      if (own !== null) return [own];
    }
    const request = requestFor(verdict, target, 'everyUnprovided');
    return request === null || verdict.built.state === 'no' ? [] : [request];
  });
  const forWheels =
    target === 'mkshell' &&
    settings.systems.some((system) => system.endsWith('-linux')) &&
    verdicts.some((verdict) => isManylinux(verdict) && verdict.built.state !== 'no');
  return forWheels ? [...requests, MANYLINUX] : requests;
}

/** The packages that nixpkgs lacks in the locked version and that cannot be made of what the lock names. In the order of the lock. */
export function packagesNotMade(project: Project): readonly string[] {
  const { input, manifest } = project;
  const versions = input.nixpkgsVersions;
  if (versions === null) return [];
  const python = pythonFor(project, 'nixpkgs');
  const builds = buildsOf(null, manifest, { ...input.settings, python });
  const names = project
    .verdicts()
    .filter(
      (verdict) =>
        verdict.built.state !== 'no' && projectPackageRequest(verdict, versions, builds) === null,
    )
    .map((verdict) => verdict.package.name);
  return [...new Set(names)];
}

/** Installed from a wheel that may link what the manylinux policy (PEP 600) takes for granted and a Nix shell has not. */
function isManylinux({ distribution, locked, needs }: Verdict): boolean {
  const { kind } = distribution;
  const isUnnamed = kind === 'wheel' && locked !== null && isWithoutFiles(locked);
  if (kind === 'either' || isUnnamed)
    return needs.some(({ fact }) => fact.need.kind !== 'build-system');
  if (kind !== 'wheel') return false;
  const { file } = distribution;
  const names = file === null ? (locked?.files ?? []).map(({ name }) => name) : [file];
  return names.some((name) => name.includes('manylinux'));
}

/** libstdc++ and zlib: the libraries of that policy that have nothing to do with a display. */
const MANYLINUX: OverrideRequest = {
  target: 'mkshell',
  subject: { kind: 'shell' },
  needs: ['stdenv.cc.cc.lib', 'zlib'].map((attr) => ({ kind: 'input', list: 'buildInputs', attr })),
};
