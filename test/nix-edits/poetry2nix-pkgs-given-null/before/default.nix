{ nixpkgs }:
let
  application =
    pkgs:
    nixpkgs.poetry2nix.mkPoetryApplication {
      projectDir = ./.;
    };
in
application null
