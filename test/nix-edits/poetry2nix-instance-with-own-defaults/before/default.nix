{ pkgs ? import <nixpkgs> { } }:
let
  poetry2nix = pkgs.poetry2nix.overrideScope (final: prev: {
    defaultPoetryOverrides = prev.defaultPoetryOverrides.extend (pyfinal: pyprev: {
      bar = pyprev.bar.override { preferWheel = true; };
    });
  });
in
poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
