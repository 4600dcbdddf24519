{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.pyproject-nix.url = "github:pyproject-nix/pyproject.nix";
  inputs.uv2nix.url = "github:pyproject-nix/uv2nix";

  outputs =
    { nixpkgs, uv2nix, pyproject-nix, pyproject-build-systems, ... }:
    let
      inherit (nixpkgs) lib;
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      mkSet =
        system:
        let
          pkgs = nixpkgs.legacyPackages.${system};
          base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; };
          collection.overrides = pkgs.collectionOfOverrides or (_: _: _: { });
          locked = base.overrideScope (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; });
        in
        locked.pythonPkgsHostHost.overrideScope (
          lib.composeManyExtensions [
            pyproject-build-systems.overlays.default
            (collection.overrides pkgs)
            (final: prev: {
              foo = prev.foo.overrideAttrs (old: {
                nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem { setuptools = [ ]; };
              });
            })
          ]
        );
    in
    {
      packages.x86_64-linux.default = (mkSet "x86_64-linux").mkVirtualEnv "app-env" workspace.deps.default;
    };
}
