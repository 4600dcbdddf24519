import { join } from 'node:path/posix';
import type { Project } from '../../project/model.ts';
import { joinProject } from '../../project/project.ts';
import { applyEdits } from '../../text.ts';
import type { Snapshot } from '../model.ts';
import { placeAt } from '../place.ts';
import type { CodeAction } from './model.ts';
import { everyMissingOverride } from './provide-everything.ts';

/** What people start from with poetry2nix. */
const STARTING_POINT = `{ pkgs ? import <nixpkgs> { } }:

pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
`;

/**
 * Offers a `default.nix` for a Poetry project that no Nix file uses yet, with what its packages
 * lack. Offered on a dependency alone: who edits something else has not asked for it.
 */
export function createNixFile(snapshot: Snapshot, offset: number): CodeAction | null {
  const [project] = snapshot.projects;
  const file = join(project.root, 'default.nix');
  const isPoetry = project.lock?.kind === 'poetry' && project.manifest.tool === 'poetry';
  if (!isPoetry || project.uses.length > 0 || project.input.nixFiles.has(file)) return null;
  if (placeAt(snapshot, offset) === null) return null;
  return {
    title: 'Create default.nix that builds this project with poetry2nix',
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    edits: { edits: new Map(), creates: new Map([[file, startingPointFor(project, file)]]) },
  };
}

/** The starting point with the overrides that the project would miss with it. */
function startingPointFor({ input }: Project, file: string): string {
  const nixFiles = new Map([...input.nixFiles, [file, STARTING_POINT]]);
  const missing = everyMissingOverride(joinProject({ ...input, nixFiles }));
  return applyEdits(STARTING_POINT, missing?.edits.get(file) ?? []);
}
