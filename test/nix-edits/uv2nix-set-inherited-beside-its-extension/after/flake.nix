{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.pyproject-nix.url = "github:pyproject-nix/pyproject.nix";
  inputs.uv2nix.url = "github:pyproject-nix/uv2nix";

  outputs =
    { nixpkgs, uv2nix, pyproject-nix, ... }:
    let
      inherit (nixpkgs) lib;
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
      pythonSet =
        (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope
          (lib.composeManyExtensions [
            overlay
            (final: prev: {
              foo = prev.foo.overrideAttrs (old: {
                nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem { setuptools = [ ]; };
              });
            })
          ]);
      testSet = pythonSet.overrideScope (
        final: prev: {
          bar = prev.bar.overrideAttrs (old: {
            passthru = (old.passthru or { }) // { tests = { }; };
          });
        }
      );
    in
    {
      sets = { inherit pythonSet testSet; };
    };
}
