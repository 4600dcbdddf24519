{
  pkgs ? import <nixpkgs> { },
}:
let
  inherit (pkgs) lib;
  pyproject-nix = import (fetchTarball "https://github.com/pyproject-nix/pyproject.nix/archive/7af23cfe91064865ecf2e835da28b45b3c6f49fd.tar.gz") {
    inherit lib;
  };
  uv2nix = import (fetchTarball "https://github.com/pyproject-nix/uv2nix/archive/49dac8d206c42175b069b7c6050ba27060a21106.tar.gz") {
    inherit lib pyproject-nix;
  };
  pyproject-build-systems = import (fetchTarball "https://github.com/pyproject-nix/build-system-pkgs/archive/90ffdeee1a4929b231913df067448cd9803d3e07.tar.gz") {
    inherit lib pyproject-nix uv2nix;
  };

  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
  pyprojectOverrides = final: prev: {
    foo = prev.foo.overrideAttrs (old: {
      nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem { setuptools = [ ]; };
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
    });
  };

  pythonSet = (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python3; }).overrideScope (
    lib.composeManyExtensions [
      pyproject-build-systems.overlays.wheel
      overlay
      pyprojectOverrides
    ]
  );
in
pythonSet.mkVirtualEnv "env" workspace.deps.default
