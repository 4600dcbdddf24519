import { planIgnoredCollision } from '../../nix/api.ts';
import type { BuildNote, Finding, Project } from '../../project/model.ts';
import type { FileEdits } from '../model.ts';
import type { CodeAction } from './model.ts';
import { placeLabel, planRequests } from './provide-overrides.ts';

/**
 * What the log of a failed build asks for, in the Nix files of the project: an override of the package, or that an
 * environment takes the first of two files.
 *
 * Before: `pycups` has no entry in the overlay, and the log says that `cups/http.h` is not found.
 * After: `pycups = prev.pycups.overridePythonAttrs (old: { buildInputs = … ++ [ pkgs.cups ]; });`
 */
export function mendFailedBuild(project: Project, finding: Finding): CodeAction | null {
  if (finding.code !== 'failed-build') return null;
  const note = project.input.failedBuilds?.find((each) => isOf(each, finding));
  if (note === undefined) return null;
  const edits = note.collision === null ? overrideFor(note, project) : ignoringFor(note, project);
  if (edits === null) return null;
  const what =
    note.collision === null
      ? `Provide what the failed build of ${note.package ?? ''} needs`
      : `Let ${note.collision.environment} take the first ${note.collision.path}`;
  return {
    title: `${what} ${placeLabel(project, edits)}`,
    kind: 'quickfix',
    isPreferred: true,
    findings: [finding],
    createsFile: edits.creates.size > 0,
    edits: () => edits,
  };
}

function isOf({ package: name, at }: BuildNote, finding: Finding): boolean {
  if (name !== null) return name === finding.package;
  return at?.file === finding.file && at.span.start === finding.span.start;
}

function overrideFor({ request }: BuildNote, project: Project): FileEdits | null {
  const use = project.uses.find(({ target }) => target === request?.target);
  return request === null || use === undefined ? null : planRequests(project, use, [request]);
}

function ignoringFor({ collision }: BuildNote, { input }: Project): FileEdits | null {
  const planned = collision && planIgnoredCollision(input.nixFiles, collision);
  return planned && { edits: new Map([[planned.file, planned.edits]]), creates: new Map() };
}
