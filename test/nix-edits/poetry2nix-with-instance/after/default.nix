{ pkgs ? import <nixpkgs> { } }:
with pkgs.poetry2nix;
mkPoetryEnv {
  projectDir = ./.;
  overrides = defaultPoetryOverrides.extend (final: prev: {
    foo = prev.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
    });
  });
}
