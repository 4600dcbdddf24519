import type { Finding, Project } from '../../project/model.ts';
import type { CodeAction } from './model.ts';
import { placeLabel, planRequests } from './provide-overrides.ts';

/**
 * The override that the log of a failed build asks for, in the Nix files of the project.
 *
 * Before: `pycups` has no entry in the overlay, and the log says that `cups/http.h` is not found.
 * After: `pycups = prev.pycups.overridePythonAttrs (old: { buildInputs = … ++ [ pkgs.cups ]; });`
 */
export function mendFailedBuild(project: Project, finding: Finding): CodeAction | null {
  if (finding.code !== 'failed-build') return null;
  const note = project.input.failedBuilds?.find((each) => each.package === finding.package);
  const request = note?.request ?? null;
  const use = project.uses.find(({ target }) => target === request?.target);
  const edits =
    request === null || use === undefined ? null : planRequests(project, use, [request]);
  if (request === null || edits === null) return null;
  return {
    title: `Provide what the failed build of ${note?.package ?? ''} needs ${placeLabel(project, edits)}`,
    kind: 'quickfix',
    isPreferred: true,
    findings: [finding],
    createsFile: edits.creates.size > 0,
    edits: () => edits,
  };
}
