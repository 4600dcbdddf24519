import { moveProject, USUAL_MOVE } from '../../move/move-project.ts';
import { DESTINATIONS, type Destination } from '../../move/targets.ts';
import type { Project } from '../../project/model.ts';
import type { FileEdits, Snapshot } from '../model.ts';
import type { CodeAction } from './model.ts';
import { moveReport } from './move-report.ts';

/**
 * Offers on a call of poetry2nix what `move` writes: manifest and Nix files of the project as another target reads them,
 * all of it or nothing, and tells what its report does.
 *
 * Before: `mkPoetryApplication { projectDir = ./.; }`, and `[tool.poetry]` in `pyproject.toml`.
 * After: `mkApplication { venv = …; }` of a Python set that is made of `uv.lock`, and `[project]`
 * (test/protocol/code-actions.test.ts)
 */
export function movePoetry2nix(snapshot: Snapshot, offset: number): readonly CodeAction[] {
  const project = snapshot.projects.find((each) => hasCallAt(each, snapshot, offset));
  if (project === undefined) return [];
  return DESTINATIONS.map((destination) => ({
    title: `Move the project to ${destination}, manifest and Nix files`,
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    createsFile: false,
    wantsGit: true,
    report: () => moveReport(project.root, moveProject(project, destination, USUAL_MOVE)),
    edits: () => moved(project, destination),
  }));
}

/** Whether the cursor is on the function of a call, before its arguments. */
function hasCallAt({ uses }: Project, { file, source }: Snapshot, offset: number): boolean {
  return uses.some((use) => {
    if (use.target !== 'poetry2nix' || use.file !== file) return false;
    const { start, end } = use.span;
    const name = source.text.slice(start, end).search(/[{(\n]/);
    return start <= offset && offset <= (name === -1 ? end : start + name);
  });
}

/** Null where the project cannot be moved, or no Nix file of it: then the command says why. */
function moved(project: Project, destination: Destination): FileEdits | null {
  const { edits, refused } = moveProject(project, destination, USUAL_MOVE);
  const hasNix = [...edits.keys()].some((file) => file !== project.manifest.file);
  return refused === null && hasNix ? { edits, creates: new Map() } : null;
}
