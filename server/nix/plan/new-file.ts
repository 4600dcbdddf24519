import type { OverrideRequest, TargetId } from '../model.ts';
import { nixAttrName } from '../print.ts';
import { subjectName } from '../request.ts';

/** The revisions that a new file pins: the newest of each whose overrides have been evaluated (docs/evaluated-overrides.md). */
const REVISIONS = {
  'nix-community/dream2nix': '69eb01fa0995e1e90add49d8ca5bcba213b0416f',
  'nix-community/poetry2nix': 'ce2369db77f45688172384bbeb962bc6c2ea6f94',
  'pyproject-nix/pyproject.nix': '7af23cfe91064865ecf2e835da28b45b3c6f49fd',
  'pyproject-nix/uv2nix': '49dac8d206c42175b069b7c6050ba27060a21106',
  'pyproject-nix/build-system-pkgs': '90ffdeee1a4929b231913df067448cd9803d3e07',
} as const;

function tarball(repository: keyof typeof REVISIONS): string {
  return `fetchTarball "https://github.com/${repository}/archive/${REVISIONS[repository]}.tar.gz"`;
}

/**
 * The file that people start from, with a place for overrides and none in it. `requests` say which packages a plain
 * nixpkgs environment is to have.
 */
export function newFileText(target: TargetId, requests: readonly OverrideRequest[]): string {
  switch (target) {
    case 'poetry2nix':
      return POETRY2NIX;
    case 'uv2nix':
      return UV2NIX;
    case 'nixpkgs':
      return nixpkgs(requests);
    case 'mkshell':
      return MKSHELL;
    case 'pypi2nix':
      return '{ pkgs, python }:\n\nself: super: {\n}\n';
    case 'dream2nix':
      return DREAM2NIX;
  }
}

// nixpkgs has no poetry2nix of its own since 2023-10-26, so that `pkgs.poetry2nix` throws.
const POETRY2NIX = `{
  pkgs ? import <nixpkgs> { },
}:
let
  poetry2nix = import (${tarball('nix-community/poetry2nix')}) {
    inherit pkgs;
  };
in
poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
`;

const UV2NIX = `{
  pkgs ? import <nixpkgs> { },
}:
let
  inherit (pkgs) lib;
  pyproject-nix = import (${tarball('pyproject-nix/pyproject.nix')}) {
    inherit lib;
  };
  uv2nix = import (${tarball('pyproject-nix/uv2nix')}) {
    inherit lib pyproject-nix;
  };
  pyproject-build-systems = import (${tarball('pyproject-nix/build-system-pkgs')}) {
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

const DREAM2NIX = `{
  pkgs ? import <nixpkgs> { },
}:
let
  dream2nix = import (${tarball('nix-community/dream2nix')});
  module =
    { config, lib, dream2nix, ... }:
    let
      pyproject = lib.importTOML ./pyproject.toml;
    in
    {
      imports = [ dream2nix.modules.dream2nix.pip ];
      inherit (pyproject.project) name version;
      deps = { nixpkgs, ... }: {
        python = nixpkgs.python3;
      };
      mkDerivation.src = lib.cleanSource ./.;
      buildPythonPackage.pyproject = true;
      pip = {
        requirementsList =
          (pyproject.build-system.requires or [ ]) ++ (pyproject.project.dependencies or [ ]);
        flattenDependencies = true;
      };
    };
in
# Lock with: nix run -f default.nix lock
dream2nix.lib.evalModules {
  packageSets.nixpkgs = pkgs;
  modules = [
    module
    {
      paths.projectRoot = ./.;
      paths.projectRootFile = "pyproject.toml";
      paths.package = ./.;
    }
  ];
}
`;

/** A module of dream2nix without anything but the import that overrides need. */
export const EMPTY_MODULE = `{ config, lib, dream2nix, ... }:
{
  imports = [ dream2nix.modules.dream2nix.pip ];
}
`;

/** The same for a module that builds a project of its own. */
export const EMPTY_OWN_MODULE: string = EMPTY_MODULE.replace(
  /\}\n$/,
  '  mkDerivation.src = ./.;\n}\n',
);

const MKSHELL = `{
  pkgs ? import <nixpkgs> { },
}:
pkgs.mkShell {
  packages = [
    pkgs.python3
  ];
}
`;

function nixpkgs(requests: readonly OverrideRequest[]): string {
  const names = requests.flatMap((request) => subjectName(request) ?? []);
  const packages = [...new Set(names)].map((name) => `  ps.${nixAttrName(name)}\n`).join('');
  return `{
  pkgs ? import <nixpkgs> { },
}:
let
  python = pkgs.python3.override {
    packageOverrides = final: prev: { };
  };
in
python.withPackages (ps: [
${packages}])
`;
}
