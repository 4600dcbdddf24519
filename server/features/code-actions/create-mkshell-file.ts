import { join } from 'node:path/posix';
import { renderStandalone, requestProblem } from '../../nix/api.ts';
import type { Project } from '../../project/model.ts';
import { interpreterFor } from '../../project/overrides/python-for.ts';
import { standaloneRequests } from '../../project/overrides/standalone.ts';
import type { Snapshot } from '../model.ts';
import { placeAt } from '../place.ts';
import type { CodeAction } from './model.ts';

const FILE = 'shell.nix';

/**
 * Offers a `shell.nix` with all that pip or Pipenv will look for, to a project of theirs that has no Nix file.
 *
 * Before: `Pipfile` and `Pipfile.lock`.
 * After: beside them a `shell.nix`: `mkShell` with Python, the libraries and an `LD_LIBRARY_PATH`
 * (test/fixtures/pipenv-wrong)
 */
export function createShell(snapshot: Snapshot, offset: number): CodeAction | null {
  const [project] = snapshot.projects;
  if (!lacksShell(project) || placeAt(snapshot, offset) === null) return null;
  const requests = standaloneRequests(project, 'mkshell');
  if (!requests.some((request) => requestProblem(request) === null)) return null;
  return {
    title: `Create ${FILE} with what these packages need`,
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    createsFile: true,
    edits: () => ({
      edits: new Map(),
      creates: new Map([
        [join(project.root, FILE), renderStandalone(requests, interpreterFor(project))],
      ]),
    }),
  };
}

function lacksShell({ root, manifest, selection, uses, settings, input }: Project): boolean {
  return (
    manifest.kind !== 'pyproject' &&
    selection.active &&
    uses.length === 0 &&
    (settings.target === null || settings.target === 'mkshell') &&
    !input.nixFiles.has(join(root, FILE))
  );
}
