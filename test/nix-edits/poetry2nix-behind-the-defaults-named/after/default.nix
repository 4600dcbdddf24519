{ pkgs ? import <nixpkgs> { } }:
let
  overlay = import ./overlay.nix;
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults overlay ++ [
    (final: prev: {
      fred = prev.fred.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
      });
    })
  ];
}
