import { DIALECTS } from '../plan/dialect.ts';
import { nixpkgsPlaces } from '../read/nixpkgs.ts';
import { readPyprojectNix } from '../read/pyproject-nix.ts';
import type { NixTarget } from './model.ts';
import { NOTHING_SPECIAL } from './model.ts';
import { nixpkgs } from './nixpkgs.ts';
import { overlayTarget } from './overlay-target.ts';
import { pinned } from './pinned.ts';

/** Its overrides are those of nixpkgs' Python packages. */
export const pyprojectNix: NixTarget = overlayTarget({
  dialect: DIALECTS['pyproject-nix'],
  takes: nixpkgs.takes,
  overlays: NOTHING_SPECIAL,
  read: readPyprojectNix,
  isOfOneProject: false,
  placesWithoutUse: nixpkgsPlaces,
  noPlace: 'no packageOverrides, no pythonPackagesExtensions and no interpreter of nixpkgs',
  ownCalls: null,
  noOwn:
    'what the project itself needs goes to what its renderer answers, `attrs // { buildInputs = …; }`, which takes a decision',
  newFile: () => NEW_FILE,
  bind: (overlay) => `packageOverrides = ${overlay};`,
  heading: () => '',
});

const NEW_FILE = `{
  pkgs ? import <nixpkgs> { },
}:
let
  pyproject-nix = import (${pinned('pyproject-nix/pyproject.nix')}) {
    inherit (pkgs) lib;
  };
  project = pyproject-nix.lib.project.loadPyproject { projectRoot = ./.; };
  python = pkgs.python3.override {
    packageOverrides = final: prev: { };
  };
in
python.pkgs.buildPythonPackage (project.renderers.buildPythonPackage { inherit python; })
`;
