import type { KnowledgeBase, Need } from '../../overrides-db/model.ts';
import type { Lock } from '../locks/model.ts';
import type { OverrideRequest, RequestedNeed, TargetId } from '../nix/api.ts';
import { takesOf } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import { requestedNeeds, subjectFor } from '../project/overrides/request.ts';
import { meets } from '../targets/needs.ts';
import { knownOf, type Known } from './known-needs.ts';
import { targetOf } from '../targets/registry.ts';
import { runTimeNeeds } from './run-time-needs.ts';
import type { FailedBuild, LogFinding, LogPackage, LogReading } from './model.ts';

/** What a log says of one package, with what is known of it. */
export interface ReportedBuild extends FailedBuild {
  /** What ended the build. */
  readonly findings: readonly LogFinding[];
  /** What it looked for in vain beside: builds that succeed do so too. */
  readonly sought: readonly LogFinding[];
  /** What it is known to need, which nobody provides and the log does not name. */
  readonly beside: readonly Need[];
  readonly known: Known;
  /** All of it as one override; null where none helps. */
  readonly request: OverrideRequest | null;
}

/** What a log comes to for a project, or for none. */
export interface BuildReport {
  readonly target: TargetId;
  readonly hasFailed: boolean;
  readonly builds: readonly ReportedBuild[];
}

/** Joins what a log says with what is known of the packages that failed. */
export function reportOf(
  reading: LogReading,
  project: Project | null,
  knowledge: KnowledgeBase,
  target: TargetId,
): BuildReport {
  const lock = project?.lock ?? null;
  const findings = reading.findings.map((each) => ({
    ...each,
    package: each.package && inLock(each.package, lock),
  }));
  const builds = new Map<string | null, FailedBuild>();
  for (const failure of reading.failures) {
    const of = failure.package && inLock(failure.package, lock);
    builds.set(of?.name ?? failure.name, { ...failure, package: of });
  }
  // What only the evaluation speaks of was never built.
  for (const { package: of, derivation, isProbe } of findings) {
    const name = of?.name ?? derivation;
    if (!builds.has(name) && !isProbe)
      builds.set(name, { package: of, name: null, phase: null, lines: [] });
  }
  return {
    target,
    hasFailed: reading.hasFailed,
    builds: [...builds.values()].map((build) => {
      const own = findings.filter((each) => isOf(each, build));
      return reported(build, own, project, knowledge, target);
    }),
  };
}

function isOf({ package: of, derivation }: LogFinding, build: FailedBuild): boolean {
  if (of !== null || build.package !== null) return of?.name === build.package?.name;
  return derivation === build.name;
}

/**
 * The package as the lock calls it: it decides where the name of a derivation may be read in two ways
 * (`python-magic` is a package, and a set may put `python-` before `magic`).
 */
function inLock(of: LogPackage, lock: Lock | null): LogPackage {
  if (lock === null || lock.byName.has(of.name)) return of;
  const bare = of.name.replace(/^(?:python3?|pypy)-/, '');
  return lock.byName.has(bare) ? { ...of, name: bare } : of;
}

function reported(
  build: FailedBuild,
  own: readonly LogFinding[],
  project: Project | null,
  knowledge: KnowledgeBase,
  target: TargetId,
): ReportedBuild {
  const of = build.package ?? { name: '', version: null };
  const version = of.version ?? own.find((each) => each.package?.version != null)?.package?.version;
  const named = { ...of, version: version ?? null };
  const certain = own.filter(({ isProbe }) => !isProbe);
  // Where no message ends it, the last search in vain may be what did.
  const told = certain.some(saysWhat) ? certain : own;
  const sought = own.filter((each) => !told.includes(each));
  const findings = told.map((each) => withStatedVersion(each, named));
  const known = knownOf(named, project, knowledge, target);
  const needs = findings.flatMap((each) => each.needs);
  // Where it was only fetched, nothing of its build is in question.
  const isFetched = own.length > 0 && own.every(({ hash }) => hash !== null);
  const isBuilt = findings.length > 0 && findings.every((each) => each.isBuilt);
  const beside = isFetched
    ? []
    : known.unprovided
        .filter((need) => !isBuilt || !isOfBuild(need))
        .filter((need) => !needs.some((each) => meets(each, need)));
  // Crates are vendored by a hash that one more build is to find: the wheel needs no Rust at all.
  const takesWheel = known.couldTakeWheel && needs.some(({ kind }) => kind === 'cargo-hash');
  const requested = takesWheel
    ? [{ kind: 'wheel' } as const]
    : [
        ...requestedNeeds({ ...named, files: known.files }, [...needs, ...beside], target),
        ...otherNeeds(findings, target),
        ...runTimeNeeds(named, findings, project?.lock ?? null, target),
      ];
  const hasSubject = build.package !== null || targetOf(target).asks.subject === 'shell';
  const request =
    requested.length === 0 || !hasSubject
      ? null
      : { target, subject: subjectFor(of.name, target), needs: requested };
  return { ...build, package: build.package && named, findings, sought, beside, known, request };
}

/** With what states the version that git would tell, which `nix build -L` names at the end of the log alone. */
function withStatedVersion(finding: LogFinding, { version }: LogPackage): LogFinding {
  const { versionVariable: name } = finding;
  if (name === null || version === null) return finding;
  return { ...finding, needs: [...finding.needs, { kind: 'environment', name, value: version }] };
}

/** Whether a need is one of the build alone: what is built had it, or did without. */
function isOfBuild({ kind }: Need): boolean {
  return kind !== 'wheel-library' && kind !== 'ignored-library';
}

function saysWhat({ needs, preferWheel, advice, withoutDependencies }: LogFinding): boolean {
  return needs.length > 0 || preferWheel || advice !== null || withoutDependencies.length > 0;
}

function otherNeeds(findings: readonly LogFinding[], target: TargetId): readonly RequestedNeed[] {
  const cycles = takesOf(target).brokenCycles
    ? findings.flatMap((each) => each.withoutDependencies)
    : [];
  return [
    ...(findings.some(({ preferWheel }) => preferWheel) ? [{ kind: 'wheel' } as const] : []),
    ...cycles.map((dependency) => ({ kind: 'without-dependency', name: dependency }) as const),
  ];
}
