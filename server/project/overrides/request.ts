import type { KnowledgeBase, Need } from '../../../overrides-db/model.ts';
import type { OverrideRequest, RequestedNeed, RequestSubject, TargetId } from '../../nix/api.ts';
import { distinctNeeds } from '../../nix/api.ts';
import { needLabel } from '../../targets/needs.ts';
import type { AskingPackage } from '../../targets/model.ts';
import { targetOf } from '../../targets/registry.ts';
import { enumeration } from '../../words.ts';
import type { Verdict } from '../model.ts';
import { isMissing, isUnprovided } from '../verdicts/status.ts';

/**
 * The override that provides what a verdict finds missing, and what is likely besides; null where nothing is missing. With
 * `everyUnprovided`, all that neither the target nor a Nix file provides, for a snippet that stands
 * alone: a project without a Nix file, or another target than the project's.
 */
export function requestFor(
  verdict: Verdict,
  target: TargetId,
  needsOf: 'missing' | 'everyUnprovided' = 'missing',
): OverrideRequest | null {
  const missing = verdict.needs.filter(isMissing);
  // What is likely is not warned of; where an override is written, it goes into it.
  const wanted = verdict.needs.filter((need) =>
    needsOf === 'missing'
      ? isMissing(need) || (missing.length > 0 && need.fact.likely === true && isUnprovided(need))
      : isUnprovided(need),
  );
  const needs = requestedNeeds(
    { ...verdict.package, files: (verdict.locked?.files ?? []).map(({ name }) => name) },
    wanted.map(({ fact }) => fact.need),
    target,
  );
  if (needs.length === 0) return null;
  return { target, subject: subjectOf(verdict, target), needs };
}

function subjectOf({ package: { name }, ofProject }: Verdict, target: TargetId): RequestSubject {
  const subject = subjectFor(name, target);
  return ofProject === true && subject.kind === 'package' ? { kind: 'project', name } : subject;
}

/** What an override of a package is written for: with a shell that one, which is for all. */
export function subjectFor(name: string, target: TargetId): RequestSubject {
  return targetOf(target).asks.subject === 'shell' ? { kind: 'shell' } : { kind: 'package', name };
}

/** What an override asks for that provides these needs to a package; empty where the target can provide none of them. */
export function requestedNeeds(
  of: AskingPackage,
  needs: readonly Need[],
  target: TargetId,
): readonly RequestedNeed[] {
  return distinctNeeds(targetOf(target).asks.needs(of, needs));
}

/** A request, each need marked where the target's defaults for the package set what it adds to. */
export function mindingDefaults(
  request: OverrideRequest,
  knowledge: KnowledgeBase,
): OverrideRequest {
  const { target, subject, needs } = request;
  const facts = subject.kind === 'shell' ? null : knowledge.lookup(subject.name);
  if (facts === null) return request;
  return { ...request, needs: needs.map((need) => targetOf(target).asks.minding(need, facts)) };
}

/**
 * What a title calls that which is missing: `libpq`, `libpq and setuptools`, `5 inputs`.
 *
 * @param but build systems that are not provided
 */
export function missingLabel({ needs }: Verdict, but: readonly string[]): string {
  const missing = needs.filter(isMissing);
  const labels = [...new Set(missing.map(({ fact }) => needLabel(fact.need)))].filter(
    (label) => !but.includes(label),
  );
  if (labels.length > 3) return `${labels.length} inputs`;
  return enumeration(labels);
}
