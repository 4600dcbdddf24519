import type { OverrideRequest, TargetUse } from '../../nix/api.ts';
import type { Project } from '../../project/model.ts';
import { memoized } from '../../memoize.ts';
import { shellsWithoutLibraries } from '../../project/overrides/mkshell-wheels.ts';
import { isMissing } from '../../project/verdicts/status.ts';
import { projectVerdicts } from '../../project/verdicts/project-verdicts.ts';
import type { TextEdit } from '../../text.ts';
import type { FileEdits } from '../model.ts';
import type { CodeAction, CodeActionKind } from './model.ts';
import { missingIn, placeLabel, planRequests } from './provide-overrides.ts';

/**
 * Every override that a project is missing, for all its uses, as one step. Null where none is, or none can be placed.
 * Asked again for each place that the cursor comes to, for its title.
 */
export const everyMissingOverride: (project: Project) => FileEdits | null =
  memoized(planEverything);

function planEverything(project: Project): FileEdits | null {
  const verdicts = [...projectVerdicts(project), ...project.needsReview()];
  const shells = shellsWithoutLibraries(project);
  return inEveryUse(project, (use) => {
    const shell = shells.find((each) => each.use === use);
    const requests = missingIn(use, verdicts);
    return planRequests(
      project,
      use,
      shell === undefined ? requests : [...requests, shell.request],
    );
  });
}

/** Edits that place the requested overrides in the Nix files of all uses of their target. Null where none can be placed, or all are there. */
export function placeRequests(
  project: Project,
  requests: readonly OverrideRequest[],
): FileEdits | null {
  return inEveryUse(project, (use) =>
    planRequests(
      project,
      use,
      requests.filter(({ target }) => target === use.target),
    ),
  );
}

function inEveryUse(
  { uses }: Project,
  plan: (use: TargetUse) => FileEdits | null,
): FileEdits | null {
  const edits = new Map<string, readonly TextEdit[]>();
  const creates = new Map<string, string>();
  const entries = new Map(uses.map((use) => [`${use.target} ${use.file}`, use]));
  for (const use of entries.values()) {
    const provided = plan(use);
    // Entries that share a file: the second plan knows nothing of the first, and waits for the next time.
    if (provided === null || [...provided.edits.keys()].some((file) => edits.has(file))) continue;
    for (const [file, list] of provided.edits) edits.set(file, list);
    for (const [file, text] of provided.creates) creates.set(file, text);
  }
  return edits.size + creates.size === 0 ? null : { edits, creates };
}

/** The packages that lack something which an override can provide. */
export function packagesWithMissingNeeds(project: Project): readonly string[] {
  const names = [...projectVerdicts(project), ...project.needsReview()]
    .filter(({ use, needs }) => use !== null && needs.some(isMissing))
    .map((verdict) => verdict.package.name);
  return [...new Set(names)];
}

/**
 * The action that writes all of them. As a quick fix only where it does more than the one for a single package.
 *
 * Before: an overlay that lacks entries for `tree-of-bk` and `lamp`.
 * After: an entry for each
 * (test/fixtures/uv2nix-build-system)
 */
export function provideEverything(project: Project, kind: CodeActionKind): CodeAction | null {
  const packages = packagesWithMissingNeeds(project);
  if (packages.length === 0 || (kind === 'quickfix' && packages.length === 1)) return null;
  const edits = everyMissingOverride(project);
  if (edits === null) return null;
  const lack = packages.length === 1 ? '1 package lacks' : `${packages.length} packages lack`;
  return {
    title: `Provide all that ${lack} ${placeLabel(project, edits)}`,
    kind,
    isPreferred: false,
    findings: [],
    createsFile: false,
    edits: () => edits,
  };
}
