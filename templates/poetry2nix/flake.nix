{
  description = "A Python project with Poetry and poetry2nix";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
    poetry2nix = {
      url = "github:nix-community/poetry2nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    pyproject-nix-ls.url = "github:pyproject-nix-ls/pyproject-nix-ls";
  };

  outputs =
    {
      nixpkgs,
      poetry2nix,
      pyproject-nix-ls,
      ...
    }:
    let
      forEachSystem =
        make: nixpkgs.lib.genAttrs [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ] make;
    in
    {
      packages = forEachSystem (
        system:
        let
          pkgs = nixpkgs.legacyPackages.${system};
          inherit (poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }) mkPoetryApplication defaultPoetryOverrides;
        in
        {
          # It reads poetry.lock, which `poetry lock` writes.
          default = mkPoetryApplication {
            projectDir = ./.;
            python = pkgs.python312;
            # What packages lack goes here: `pyproject-nix-ls overrides --write`.
            overrides = defaultPoetryOverrides.extend (final: prev: { });
          };
        }
      );

      devShells = forEachSystem (
        system:
        let
          pkgs = nixpkgs.legacyPackages.${system};
        in
        {
          default = pkgs.mkShell {
            packages = [
              pkgs.poetry
              pyproject-nix-ls.packages.${system}.default
            ];
          };
        }
      );
    };
}
