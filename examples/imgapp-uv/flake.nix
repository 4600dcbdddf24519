{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    pyproject-nix.url = "github:pyproject-nix/pyproject.nix";
    uv2nix.url = "github:pyproject-nix/uv2nix";
    build-system-pkgs.url = "github:pyproject-nix/build-system-pkgs";
  };

  outputs =
    { nixpkgs, pyproject-nix, uv2nix, build-system-pkgs, ... }:
    let
      inherit (nixpkgs) lib;
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
      overrides = final: prev: {
        pillow = prev.pillow.overrideAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [
            pkgs.libjpeg
            pkgs.zlib
          ];
        });
      };
      base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; };
      pythonSet = base.overrideScope (
        lib.composeManyExtensions [
          build-system-pkgs.overlays.default
          overlay
          overrides
        ]
      );
    in
    {
      packages.x86_64-linux.default = pythonSet.mkVirtualEnv "imgapp-env" workspace.deps.default;
    };
}
