{ pkgs ? import <nixpkgs> { } }:
let
  mkPoetryEnv = projectDir: pkgs.poetry2nix.mkPoetryEnv {
    inherit projectDir;
    preferWheels = true;
  };
in
mkPoetryEnv ./.
