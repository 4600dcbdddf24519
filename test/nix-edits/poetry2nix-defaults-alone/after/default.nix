{ pkgs ? import <nixpkgs> { } }:
let
  inherit (pkgs.poetry2nix) mkPoetryApplication defaultPoetryOverrides;
in
mkPoetryApplication {
  projectDir = ./.;
  overrides = defaultPoetryOverrides.extend (final: prev: {
    foo = prev.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
    });
  });
}
