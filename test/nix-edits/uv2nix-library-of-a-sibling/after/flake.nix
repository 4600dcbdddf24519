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
      pyprojectOverrides = final: prev: {
        bar = prev.bar.overrideAttrs (old: {
          autoPatchelfIgnoreMissingDeps = [ "libcuda.so.1" "libnccl.so.2" ];
          buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
        });
        baz = prev.baz.overrideAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
        });
        foo = prev.foo.overrideAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
          autoPatchelfIgnoreMissingDeps = (old.autoPatchelfIgnoreMissingDeps or [ ]) ++ [
            "libcublas.so.12"
            "libcuda.so.1"
          ];
        });
      };
      pythonSet =
        (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope
          (
            lib.composeManyExtensions [
              pyproject-build-systems.overlays.default
              overlay
              pyprojectOverrides
            ]
          );
    in
    {
      packages.x86_64-linux.default = pythonSet.mkVirtualEnv "socks-env" workspace.deps.default;
    };
}
