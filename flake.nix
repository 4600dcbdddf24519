{
  description = "Language server for Python project and lock files, for people who package Python with Nix";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ];
      forEachSystem = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      overlays.default = final: _prev: {
        pyproject-nix-ls = final.callPackage ./package.nix { };
      };

      packages = forEachSystem (pkgs: rec {
        pyproject-nix-ls = pkgs.callPackage ./package.nix { };
        default = pyproject-nix-ls;
      });

      apps = forEachSystem (pkgs: rec {
        pyproject-nix-ls = {
          type = "app";
          program = "${self.packages.${pkgs.stdenv.hostPlatform.system}.default}/bin/pyproject-nix-ls";
          meta.description = "Language server for Python project and lock files";
        };
        default = pyproject-nix-ls;
      });

      devShells = forEachSystem (pkgs: {
        default = pkgs.mkShell {
          packages = [
            pkgs.nodejs
            pkgs.git
            pkgs.tmux
          ];
        };
      });
    };
}
