import { needOfKind, type OverrideEntry, type TargetUse } from '../../nix/api.ts';
import type { Finding, Project, Verdict } from '../../project/model.ts';
import { readNixSide } from '../../project/inputs/read.ts';
import { requestFor, subjectFor } from '../../project/overrides/request.ts';
import { buildsOf, mindedBy, pinOf } from '../../project/verdicts/builds.ts';
import { targetOf } from '../../targets/registry.ts';
import type { CodeAction } from './model.ts';
import { placeLabel, planRequests } from './provide-overrides.ts';

/**
 * Offers the wheel of a package that lacks something to be built from its sdist, where the lock has one that fits and
 * the target would take it for this package alone; beside the action that provides what is lacking.
 *
 * Before: `sourcePreference = "sdist"`, and a lock with a wheel of tiktoken.
 * After: in the overlay `tiktoken = prev.tiktoken.override { sourcePreference = "wheel"; };`
 * (test/features/take-wheel.test.ts)
 */
export function takeWheel(
  project: Project,
  finding: Finding,
  all: readonly Finding[],
): CodeAction | null {
  const { verdict } = finding;
  if (verdict?.use == null || verdict.distribution.kind !== 'sdist') return null;
  const { use, package: named } = verdict;
  const provided = requestFor(verdict, use.target);
  // What provides it takes the wheel already.
  if (provided === null || needOfKind(provided, 'wheel') !== null) return null;
  if (!wouldTakeWheel(project, verdict, use)) return null;
  const subject = subjectFor(named.name, use.target);
  const request = { target: use.target, subject, needs: [{ kind: 'wheel' }] } as const;
  const edits = planRequests(project, use, [request]);
  if (edits === null) return null;
  return {
    title: `Take the wheel of ${named.name} ${placeLabel(project, edits)}`,
    kind: 'quickfix',
    isPreferred: false,
    findings: all.filter((other) => other.verdict === verdict),
    createsFile: edits.creates.size > 0,
    edits: () => edits,
  };
}

/** What the target itself would build if an override asked for the wheel. */
function wouldTakeWheel(
  project: Project,
  { locked, package: named }: Verdict,
  use: TargetUse,
): boolean {
  if (locked === null) return false;
  const { manifest, settings, input } = project;
  const { pins } = readNixSide(input);
  const target = targetOf(use.target);
  const builds = { ...buildsOf(use, manifest, settings), ...mindedBy(target, project, pins) };
  const entries = [...use.overrides.entries, wheelOf(named.name, use)];
  const overridden = { ...use, overrides: { ...use.overrides, entries } };
  const facts = input.knowledge.lookup(named.name);
  const chosen = target.distribution(locked, overridden, builds, facts, pinOf(target, pins));
  return chosen.kind === 'wheel';
}

/** An override that says nothing but that the wheel is to be taken. */
function wheelOf(name: string, { file }: TargetUse): OverrideEntry {
  const nowhere = { start: 0, end: 0 };
  return {
    name,
    normalized: name,
    file,
    nameSpan: nowhere,
    span: nowhere,
    beforeDefaults: false,
    lists: [],
    preferWheel: true,
    sets: [],
    opaque: false,
    conditional: false,
  };
}
