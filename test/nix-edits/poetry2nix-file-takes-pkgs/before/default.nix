{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryEnv {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (import ./overrides.nix pkgs);
}
