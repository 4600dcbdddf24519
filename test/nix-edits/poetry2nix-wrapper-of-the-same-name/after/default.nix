{ pkgs ? import <nixpkgs> { } }:
let
  mkPoetryEnv = projectDir: pkgs.poetry2nix.mkPoetryEnv {
    inherit projectDir;
    preferWheels = true;
    overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
      });
    });
  };
in
mkPoetryEnv ./.
