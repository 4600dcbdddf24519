{ pkgs ? import <nixpkgs> { } }:
let
  args = {
    projectDir = ./.;
    python = pkgs.python311;
  };
in
{
  app = pkgs.poetry2nix.mkPoetryApplication args;
  env = pkgs.poetry2nix.mkPoetryEnv (args // { groups = [ "dev" ]; });
}
