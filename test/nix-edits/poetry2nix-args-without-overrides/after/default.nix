{ pkgs ? import <nixpkgs> { } }:
let
  args = {
    projectDir = ./.;
    python = pkgs.python311;
    overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
      });
    });
  };
in
{
  app = pkgs.poetry2nix.mkPoetryApplication args;
  env = pkgs.poetry2nix.mkPoetryEnv (args // { groups = [ "dev" ]; });
}
