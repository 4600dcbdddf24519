{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    cryptography = prev.cryptography.overridePythonAttrs (old: {
      cargoRoot = "src/rust";
    });
  });
}
