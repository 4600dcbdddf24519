{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.overrideOverlay (final: prev: {
    bar = prev.bar.overridePythonAttrs (old: { doCheck = false; });
  });
}
