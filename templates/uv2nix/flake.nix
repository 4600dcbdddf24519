{
  description = "A Python project with uv and uv2nix";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    pyproject-nix = {
      url = "github:pyproject-nix/pyproject.nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    uv2nix = {
      url = "github:pyproject-nix/uv2nix";
      inputs.pyproject-nix.follows = "pyproject-nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    pyproject-build-systems = {
      url = "github:pyproject-nix/build-system-pkgs";
      inputs.pyproject-nix.follows = "pyproject-nix";
      inputs.uv2nix.follows = "uv2nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    pyproject-nix-ls = {
      url = "github:pyproject-nix-ls/pyproject-nix-ls";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs =
    {
      nixpkgs,
      pyproject-nix,
      uv2nix,
      pyproject-build-systems,
      pyproject-nix-ls,
      ...
    }:
    let
      inherit (nixpkgs) lib;
      forEachSystem = make: lib.genAttrs [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ] make;
      # It reads uv.lock, which `uv lock` writes.
      workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
      overlay = workspace.mkPyprojectOverlay { sourcePreference = "wheel"; };
      pythonSet =
        pkgs:
        (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; }).overrideScope (
          lib.composeManyExtensions [
            pyproject-build-systems.overlays.default
            overlay
            # What packages lack goes here: `pyproject-nix-ls overrides --write`.
            (final: prev: { })
          ]
        );
    in
    {
      packages = forEachSystem (system: {
        default = (pythonSet nixpkgs.legacyPackages.${system}).mkVirtualEnv "app-env" workspace.deps.default;
      });

      devShells = forEachSystem (
        system:
        let
          pkgs = nixpkgs.legacyPackages.${system};
        in
        {
          default = pkgs.mkShell {
            packages = [
              pkgs.uv
              pyproject-nix-ls.packages.${system}.default
            ];
          };
        }
      );
    };
}
