import { join } from 'node:path/posix';
import { newFileText } from '../../nix/api.ts';
import type { Project } from '../../project/model.ts';
import { joinProject } from '../../project/project.ts';
import { applyEdits } from '../../text.ts';
import type { FileEdits, Snapshot } from '../model.ts';
import { placeAt } from '../place.ts';
import type { CodeAction } from './model.ts';
import { everyMissingOverride } from './provide-everything.ts';

const FILE = 'default.nix';

const STARTING_POINT = newFileText('poetry2nix', []);

/**
 * Offers a `default.nix` on a dependency of a project that has none. Who edits something else has not asked for it.
 *
 * Before: `pyproject.toml` and `poetry.lock`.
 * After: beside them a `default.nix`: `mkPoetryApplication` with the overrides that its packages would miss
 * (test/fixtures/no-nix-file)
 */
export function createNixFile(snapshot: Snapshot, offset: number): CodeAction | null {
  const [project] = snapshot.projects;
  if (!lacksNixFile(project) || placeAt(snapshot, offset) === null) return null;
  return {
    title: 'Create default.nix that builds this project with poetry2nix',
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    createsFile: true,
    edits: () => startingPoint(project),
  };
}

/** The file of `startingPoint`; null where no package would miss an override in it, so that there is nothing to provide. */
export function startingPointWithOverrides(project: Project): FileEdits | null {
  const created = startingPoint(project);
  const isBare = created?.creates.get(join(project.root, FILE)) === STARTING_POINT;
  return isBare ? null : created;
}

/**
 * A `default.nix` for a Poetry project that no Nix file uses yet, with the overrides that its
 * packages would miss. Null for all other projects, and where there is a `default.nix` for
 * something else.
 */
function startingPoint(project: Project): FileEdits | null {
  if (!lacksNixFile(project)) return null;
  const file = join(project.root, FILE);
  const nixFiles = new Map([...project.input.nixFiles, [file, STARTING_POINT]]);
  const missing = everyMissingOverride(joinProject({ ...project.input, nixFiles }));
  const text = applyEdits(STARTING_POINT, missing?.edits.get(file) ?? []);
  return { edits: new Map(), creates: new Map([[file, text]]) };
}

function lacksNixFile({ root, lock, manifest, uses, input }: Project): boolean {
  const isPoetry = lock?.kind === 'poetry' && manifest.tool === 'poetry';
  return isPoetry && uses.length === 0 && !input.nixFiles.has(join(root, FILE));
}
