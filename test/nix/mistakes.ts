import { expect } from 'vitest';
import type { TargetUse } from '../../server/nix/model.ts';
import type { NixMistake } from '../../server/nix/mistakes/model.ts';
import { parseNix } from '../../server/nix/parse.ts';
import type { NixAnalysis } from '../../server/nix/read/read.ts';
import { analyseNix } from '../../server/nix/read/read.ts';
import { applyEdits } from '../../server/text.ts';

export type Find = (analysis: NixAnalysis) => readonly NixMistake[];

const FILE = '/p/flake.nix';

/** The uses of the project in its root. */
export function usesIn({ uses, projectRoot }: NixAnalysis): readonly TargetUse[] {
  return uses
    .map(({ use }) => use)
    .filter(({ projectDir }) => projectDir.known && projectDir.value === projectRoot);
}

/** What `find` finds in one valid file. */
export function mistakesIn(find: Find, text: string): readonly NixMistake[] {
  expect(parseNix(text).errors).toEqual([]);
  return find(analyseNix(new Map([[FILE, text]]), [FILE], '/p'));
}

/** The only mistake in `text`, by the text that it stands on; and the text after its fix, which no longer has it. */
export function onlyMistake(
  find: Find,
  text: string,
): { readonly on: string; readonly fixed: string | null } {
  const [only, ...more] = mistakesIn(find, text);
  expect(more).toEqual([]);
  if (only === undefined) throw new Error('nothing is found');
  expect(only.file).toBe(FILE);
  const on = text.slice(only.span.start, only.span.end);
  if (only.fix === null) return { on, fixed: null };
  const fixed = applyEdits(text, only.fix.edits);
  expect(mistakesIn(find, fixed)).toEqual([]);
  return { on, fixed };
}

/** A poetry2nix call with this `overrides` argument. */
export function poetryCall(overrides: string): string {
  return `{ pkgs, lib, x }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = ${overrides}; }`;
}

/** A poetry2nix call with an overlay of this body, before the defaults. */
export function poetryOverlay(body: string): string {
  return poetryCall(`pkgs.poetry2nix.overrides.withDefaults (final: prev: ${body})`);
}

/** A uv2nix workspace whose package set composes these overlays, `lock` and `editable` among them. */
export function uvOverlays(overlays: string): string {
  return `{ outputs = { self, nixpkgs, uv2nix, pyproject-nix, pyproject-build-systems }: let
    inherit (nixpkgs) lib;
    workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
    lock = workspace.mkPyprojectOverlay { sourcePreference = "sdist"; };
    editable = workspace.mkEditablePyprojectOverlay { root = "$ROOT"; };
  in (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python3; }).overrideScope (lib.composeManyExtensions [ ${overlays} ]); }`;
}
