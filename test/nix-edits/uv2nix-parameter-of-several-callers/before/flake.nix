{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.pyproject-nix.url = "github:pyproject-nix/pyproject.nix";
  inputs.uv2nix.url = "github:pyproject-nix/uv2nix";
  inputs.pyproject-build-systems.url = "github:pyproject-nix/build-system-pkgs";

  outputs =
    { nixpkgs, uv2nix, pyproject-nix, pyproject-build-systems, ... }:
    let
      inherit (nixpkgs) lib;
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
      mkSet =
        { extraOverlays ? [ ], name ? "env", ... }:
        (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope (
          lib.composeManyExtensions ([ pyproject-build-systems.overlays.default overlay ] ++ extraOverlays)
        );
      tests = final: prev: { bar = prev.bar or null; };
    in
    {
      packages.x86_64-linux.default = (mkSet { extraOverlays = [ tests ]; }).mkVirtualEnv "env" workspace.deps.all;
      packages.x86_64-linux.bare = (mkSet { }).mkVirtualEnv "bare" workspace.deps.default;
    };
}
