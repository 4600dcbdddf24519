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
        { extraOverlays ? [ (final: prev: { bar = prev.bar or null; }) ], name ? "env", ... }:
        (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope (
          lib.composeManyExtensions ([ pyproject-build-systems.overlays.default overlay ] ++ extraOverlays)
        );
    in
    {
      packages.x86_64-linux.default = (mkSet { name = "app"; }).mkVirtualEnv "env" workspace.deps.default;
      lib.mkSet = mkSet;
    };
}
