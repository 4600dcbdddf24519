{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: {
    bar = prev.bar.override { python = "3"; };

    baz = prev.baz.overridePythonAttrs (old: {
      doCheck = false;
    });
  });
}
