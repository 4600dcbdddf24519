{ pkgs, overrides }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ../.;
  inherit overrides;
}
