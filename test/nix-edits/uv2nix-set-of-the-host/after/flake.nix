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
      collection = _: _: { };
      fixes = lib.composeExtensions collection (
        final: prev: {
          # What the collection lacks.
          foo = prev.foo.overrideAttrs (old: {
            nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem { setuptools = [ ]; };
          });
        }
      );
      lockedSet =
        (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope
          overlay;
      pythonSet = lockedSet.pythonPkgsHostHost.overrideScope fixes;
    in
    {
      packages.x86_64-linux.default = pythonSet.mkVirtualEnv "app-env" workspace.deps.default;
    };
}
