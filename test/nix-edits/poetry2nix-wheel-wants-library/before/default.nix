{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: {
    foo = prev.foo.override { preferWheel = true; };
    bar = prev.bar.override { preferWheel = true; };
  });
}
