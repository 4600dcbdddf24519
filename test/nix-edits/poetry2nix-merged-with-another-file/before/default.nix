{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: {
    bar = prev.bar.override { preferWheel = true; };
  } // import ./more.nix { inherit final prev; });
}
