{ pkgs, lib, uv2nix, pyproject-nix }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
  pyprojectOverrides =
    final: prev:
    let
      inherit (final) resolveBuildSystem;
      inherit (builtins) mapAttrs;
      buildSystemOverrides = {
        foo = {
          setuptools = [ ];
        };
        bar.hatchling = [ ];
      };
    in
    mapAttrs (
      name: spec:
      prev.${name}.overrideAttrs (old: {
        nativeBuildInputs = old.nativeBuildInputs ++ resolveBuildSystem spec;
      })
    ) buildSystemOverrides;
  pythonSet =
    (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python3; }).overrideScope
      (
        lib.composeManyExtensions [
          overlay
          pyprojectOverrides
        ]
      );
in
pythonSet.mkVirtualEnv "app-env" workspace.deps.default
