import { basename, relative } from 'node:path/posix';
import type { OverrideRequest, TargetUse } from '../../nix/api.ts';
import { needOfKind, planOverrides } from '../../nix/api.ts';
import type { Finding, Project, Verdict } from '../../project/model.ts';
import { mindingDefaults, missingLabel, requestFor } from '../../project/overrides/request.ts';
import { unresolvedBuildSystems, withoutUnresolved } from '../../project/overrides/unresolved.ts';
import type { FileEdits } from '../model.ts';
import type { CodeAction } from './model.ts';

/**
 * Writes what the verdicts warn of, for the calls of one Nix file: they share a target and are
 * planned together. Null where nothing is missing or it cannot be placed.
 */
export function provideOverrides(
  project: Project,
  use: TargetUse,
  verdicts: readonly Verdict[],
): FileEdits | null {
  return planRequests(project, use, missingIn(use, verdicts));
}

/** What the verdicts warn of, as requests for the calls of one Nix file. */
export function missingIn(
  use: TargetUse,
  verdicts: readonly Verdict[],
): readonly OverrideRequest[] {
  return verdicts
    .filter((verdict) => verdict.use?.file === use.file && verdict.target === use.target)
    .map((verdict) => requestFor(verdict, use.target))
    .filter((request) => request !== null);
}

/**
 * The edits that write these overrides into one Nix file and those that it imports. Build systems that no set of the use
 * has are left out: with them, nothing would evaluate.
 */
export function planRequests(
  project: Project,
  use: TargetUse,
  requests: readonly OverrideRequest[],
): FileEdits | null {
  const resolved = requests
    .map((request) => withoutUnresolved(project, use, request))
    .filter((request) => request !== null);
  if (resolved.length === 0) return null;
  const { nixFiles, knowledge } = project.input;
  const { defaults } = use.overrides;
  const areApplied = !defaults.known || defaults.value;
  const minded = areApplied
    ? resolved.map((request) => mindingDefaults(request, knowledge))
    : resolved;
  const plan = planOverrides(nixFiles, use.file, minded, project.root);
  return plan.outcome === 'edited' ? { edits: plan.edits, creates: plan.creates } : null;
}

/**
 * The action that provides what one finding's package is missing; it removes all findings of that package and use.
 *
 * Before: `projectDir = ./.;` in the call of `mkPoetryApplication`.
 * After: behind it `overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: { … });` with
 * `printing = prev.printing.overridePythonAttrs …`
 * (test/fixtures/missing-native-input)
 */
export function provideToPackage(
  project: Project,
  finding: Finding,
  all: readonly Finding[],
): CodeAction | null {
  const { verdict } = finding;
  if (verdict?.use == null) return null;
  const edits = provideOverrides(project, verdict.use, [verdict]);
  if (edits === null) return null;
  const { name } = verdict.package;
  const request = requestFor(verdict, verdict.use.target);
  const unresolved = request === null ? [] : unresolvedBuildSystems(project, verdict.use, request);
  const isWheel = request !== null && needOfKind(request, 'wheel') !== null;
  const what = isWheel
    ? `Take the wheel of ${name}`
    : `Provide ${missingLabel(verdict, unresolved)} to ${name}`;
  return {
    title: `${what} ${placeLabel(project, edits)}`,
    kind: 'quickfix',
    isPreferred: true,
    findings: all.filter((other) => other.verdict === verdict),
    createsFile: edits.creates.size > 0,
    edits: () => edits,
  };
}

/** `in default.nix`: the file that is edited, as seen from the project. */
export function placeLabel({ root }: Project, { edits, creates }: FileEdits): string {
  const files = [...edits.keys(), ...creates.keys()];
  const [first, ...others] = files;
  if (first === undefined) return '';
  const path = relative(root, first);
  const shown = path.startsWith('../../') ? basename(first) : path;
  const place = creates.has(first) ? `in a new ${shown}` : `in ${shown}`;
  return others.length === 0 ? place : `${place} and ${others.length} more`;
}
