{ nixpkgs }:
let
  pkgs = { inherit (nixpkgs) poetry2nix; };
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
