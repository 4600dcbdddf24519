{
  description = "Language server for Python project and lock files, for people who package Python with Nix";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      # Those of these that nixpkgs still has: x86_64-darwin ends with 26.11.
      systems = builtins.filter (system: builtins.hasAttr system nixpkgs.legacyPackages) [
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

      # The package, whose build runs it, and the check of an example by it.
      checks = forEachSystem (
        pkgs:
        let
          package = self.packages.${pkgs.stdenv.hostPlatform.system}.default;
        in
        {
          inherit package;
          example = pkgs.runCommand "pyproject-nix-ls-check" { } ''
            ${package}/bin/pyproject-nix-ls check --fail-on never ${./examples/imgapp} > $out
          '';
        }
      );

      devShells = forEachSystem (pkgs: {
        default = pkgs.mkShell {
          packages = [
            pkgs.nodejs
            pkgs.git
            pkgs.tmux
          ];
        };
      });

      formatter = forEachSystem (pkgs: pkgs.nixfmt);

      templates = rec {
        uv2nix = {
          path = ./templates/uv2nix;
          description = "A Python project with uv and uv2nix, and a shell with the language server";
        };
        poetry2nix = {
          path = ./templates/poetry2nix;
          description = "A Python project with Poetry and poetry2nix, and a shell with the language server";
        };
        default = uv2nix;
      };

      # Of Home Manager: the server for Neovim, Helix, Emacs and VS Code.
      homeModules.default = import ./nix/home-manager.nix { inherit self; };

      # Of flake-parts: a check of the flake's own projects.
      flakeModules.default = import ./nix/flake-parts.nix { inherit self; };

      # Of git-hooks.nix, and of devenv: `hooks.pyproject-nix-ls = pyproject-nix-ls.lib.gitHook pkgs;`
      lib.gitHook = import ./nix/git-hook.nix { inherit self; };
    };
}
