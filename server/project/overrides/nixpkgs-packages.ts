import type { Fact, Need, System } from '../../../overrides-db/model.ts';
import type { LockedFile, LockedPackage } from '../../locks/model.ts';
import type { OverrideRequest, OwnPackage, TargetId } from '../../nix/api.ts';
import { normalizeName } from '../../python/names.ts';
import { bestFile, parseWheelFilename } from '../../python/tags.ts';
import { compareVersions, parseVersion } from '../../python/version.ts';
import type { BuildSettings } from '../../targets/model.ts';
import { mayHold } from '../verdicts/built.ts';
import type { JudgedNeed, Project, Verdict } from '../model.ts';
import { withTarget } from '../verdicts/other-target.ts';
import { pythonFor } from './python-for.ts';
import { isUnprovided } from '../verdicts/status.ts';
import { requestedNeeds } from './request.ts';

/** nixpkgs' Python packages and their versions, by PEP 503 name. */
export type NixpkgsVersions = ReadonlyMap<string, string>;

/**
 * What a list of nixpkgs' packages makes of one that is locked: nothing, for it has it, or the request that makes it
 * anew; null where there is no list, or it cannot be made.
 */
export function packageOfNixpkgs(
  verdict: Verdict,
  {
    target,
    versions,
    builds,
  }: { target: TargetId; versions: NixpkgsVersions | null; builds: BuildSettings },
): OverrideRequest | 'nothing' | null {
  if (versions === null || verdict.ofProject === true) return null;
  const { locked, package: of, needs } = verdict;
  if (locked?.version == null) return null;
  if (isSame(versions.get(of.name) ?? null, locked.version)) return 'nothing';
  const own = ownPackage(locked, locked.version, builds);
  if (own === null) return null;
  const isWheel = own.file.endsWith('.whl');
  // Its expression starts from nothing: what nixpkgs' own would have brought is wanted too.
  const wanted = needs
    .filter((need) => isUnprovided(need) || isOfOwnExpression(need))
    .map(({ fact }) => fact.need)
    .filter(({ kind }) => (kind === 'wheel-library') === isWheel);
  const systems = isWheel ? [] : buildSystems(needs.map(({ fact }) => fact));
  const requested = requestedNeeds({ ...of, files: [] }, [...wanted, ...systems], target);
  return {
    target,
    subject: { kind: 'package', name: of.name },
    needs: [...requested, { kind: 'definition', of: own }],
  };
}

/** The crates, which nixpkgs vendors for its own version alone. */
function isOfOwnExpression({ fact, status }: JudgedNeed): boolean {
  return (
    fact.need.kind === 'cargo-hash' &&
    fact.required &&
    status.kind === 'met' &&
    status.by === 'target-defaults'
  );
}

/**
 * Some sources list what a package has been built with over the years. Of those without the version that they begin
 * with, the best attested are taken.
 */
function buildSystems(facts: readonly Fact[]): readonly Need[] {
  const known = facts.filter(({ need, required }) => required && need.kind === 'build-system');
  const most = Math.max(0, ...known.map(({ sources }) => sources.length));
  return known
    .filter(
      ({ sources, when }) =>
        sources.length === most || when.versions?.every(({ from }) => from !== undefined) === true,
    )
    .map(({ need }) => need);
}

function isSame(inNixpkgs: string | null, locked: string): boolean {
  if (inNixpkgs === null) return false;
  const [a, b] = [parseVersion(inNixpkgs), parseVersion(locked)];
  return a === null || b === null ? inNixpkgs === locked : compareVersions(a, b) === 0;
}

/** The source archive of a package of the index, else its wheel for every system, else those of the systems in question; null where there is none. */
function ownPackage(
  { source, files, dependencies }: LockedPackage,
  version: string,
  builds: BuildSettings,
): OwnPackage | null {
  if (source !== null && source.type !== 'registry' && source.type !== 'legacy') return null;
  const archive =
    files.find(({ name }) => /\.(?:tar\.(?:gz|bz2|xz)|zip|tgz)$/.test(name)) ??
    files.find(({ name }) => name.endsWith('-none-any.whl'));
  const wheels = archive === undefined ? systemWheels(files, builds) : [];
  const file = archive ?? wheels[0]?.chosen;
  if (file === undefined) return null;
  const names = dependencies
    .filter(({ optional, marker }) => !optional && mayHold(marker, builds))
    .map(({ name }) => normalizeName(name));
  return {
    version,
    file: file.name,
    hash: file.hash,
    dependencies: [...new Set(names)],
    ...(wheels.length === 0
      ? {}
      : {
          wheels: wheels.map(({ system, chosen }) => ({
            system,
            file: chosen.name,
            hash: chosen.hash,
          })),
        }),
  };
}

interface ChosenWheel {
  readonly system: System;
  readonly chosen: LockedFile;
}

/** The wheel of each system that has one for every Python in question; none where those take different ones. */
function systemWheels(
  files: readonly LockedFile[],
  { systems, pythons }: BuildSettings,
): readonly ChosenWheel[] {
  // `fetchPypi` has no place for a build number.
  const wheels = files.filter(({ name }) => parseWheelFilename(name)?.build === null);
  return systems.flatMap((system) => {
    const [first, ...more] = pythons.map((python) => bestFile(wheels, python, system));
    if (first == null || more.some((file) => file !== first)) return [];
    return [{ system, chosen: first }];
  });
}

/** The packages that nixpkgs lacks in the locked version and that cannot be made of what the lock names. In the order of the lock. */
export function packagesNotMade(project: Project, target: TargetId): readonly string[] {
  const { input } = project;
  const versions = input.nixpkgsVersions;
  if (versions === null) return [];
  const { builds } = withTarget(project, target, pythonFor(project, target));
  const names = project
    .verdicts()
    .filter(
      (verdict) =>
        verdict.built.state !== 'no' &&
        packageOfNixpkgs(verdict, { target, versions, builds }) === null,
    )
    .map((verdict) => verdict.package.name);
  return [...new Set(names)];
}
