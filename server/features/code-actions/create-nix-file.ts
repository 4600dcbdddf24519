import { join } from 'node:path/posix';
import type { Project } from '../../project/model.ts';
import { joinProject } from '../../project/project.ts';
import { applyEdits } from '../../text.ts';
import type { FileEdits, Snapshot } from '../model.ts';
import { placeAt } from '../place.ts';
import type { CodeAction } from './model.ts';
import { everyMissingOverride } from './provide-everything.ts';

/** What people start from with poetry2nix. */
const STARTING_POINT = `{ pkgs ? import <nixpkgs> { } }:

pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
`;

/** Offers a `default.nix` on a dependency of a project that has none. Who edits something else has not asked for it. */
export function createNixFile(snapshot: Snapshot, offset: number): CodeAction | null {
  const edits = startingPoint(snapshot.projects[0]);
  if (edits === null || placeAt(snapshot, offset) === null) return null;
  return {
    title: 'Create default.nix that builds this project with poetry2nix',
    kind: 'refactor.rewrite',
    isPreferred: false,
    findings: [],
    edits,
  };
}

/**
 * A `default.nix` for a Poetry project that no Nix file uses yet, with the overrides that its
 * packages would miss. Null for all other projects, and where there is a `default.nix` for
 * something else.
 */
export function startingPoint({ root, lock, manifest, uses, input }: Project): FileEdits | null {
  const file = join(root, 'default.nix');
  const isPoetry = lock?.kind === 'poetry' && manifest.tool === 'poetry';
  if (!isPoetry || uses.length > 0 || input.nixFiles.has(file)) return null;
  const nixFiles = new Map([...input.nixFiles, [file, STARTING_POINT]]);
  const missing = everyMissingOverride(joinProject({ ...input, nixFiles }));
  const text = applyEdits(STARTING_POINT, missing?.edits.get(file) ?? []);
  return { edits: new Map(), creates: new Map([[file, text]]) };
}
