{ pkgs ? import <nixpkgs> { } }:
with pkgs.poetry2nix;
mkPoetryEnv {
  projectDir = ./.;
}
