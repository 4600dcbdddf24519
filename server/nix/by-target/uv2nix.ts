import { DIALECTS } from '../plan/dialect.ts';
import { uv2nixPlaces } from '../read/uv2nix-places.ts';
import { readDevenvImports } from '../read/uv2nix-in-devenv.ts';
import { readUv2nixScripts } from '../read/uv2nix-scripts.ts';
import { readUv2nix } from '../read/uv2nix.ts';
import type { NixTarget } from './model.ts';
import { INPUTS_ALONE } from './model.ts';
import { overlayTarget } from './overlay-target.ts';
import { pinned } from './pinned.ts';

export const uv2nix: NixTarget = overlayTarget({
  dialect: DIALECTS.uv2nix,
  takes: { ...INPUTS_ALONE, wheels: true, ignoredLibraries: true },
  overlays: {
    methods: { own: ['resolveBuildSystem'], likely: ['overrideAttrs'] },
    hasPackagesOfLock: true,
    arguments: { wheel: 'sourcePreference', method: 'overrideAttrs' },
    wheelsOfCall: null,
    dropsArguments: false,
    lacksBuildInputs: true,
    hasDefaultsBehind: false,
  },
  read: (context) => [
    ...readUv2nix(context),
    ...readUv2nixScripts(context),
    ...readDevenvImports(context),
  ],
  isOfOneProject: false,
  placesWithoutUse: uv2nixPlaces,
  noPlace: 'no Python set that is made from uv.lock, and no overlay',
  ownCalls: null,
  noOwn: null,
  newFile: () => NEW_FILE,
  bind: (overlay) => `pyprojectOverrides = ${overlay};`,
  heading: () => '',
});

const NEW_FILE = `{
  pkgs ? import <nixpkgs> { },
}:
let
  inherit (pkgs) lib;
  pyproject-nix = import (${pinned('pyproject-nix/pyproject.nix')}) {
    inherit lib;
  };
  uv2nix = import (${pinned('pyproject-nix/uv2nix')}) {
    inherit lib pyproject-nix;
  };
  pyproject-build-systems = import (${pinned('pyproject-nix/build-system-pkgs')}) {
    inherit lib pyproject-nix uv2nix;
  };

  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
  pyprojectOverrides = final: prev: { };

  pythonSet = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python3; }).overrideScope (
    lib.composeManyExtensions [
      pyproject-build-systems.overlays.wheel
      overlay
      pyprojectOverrides
    ]
  );
in
pythonSet.mkVirtualEnv "env" workspace.deps.default
`;
