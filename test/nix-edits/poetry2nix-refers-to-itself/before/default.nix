{ pkgs ? import <nixpkgs> { } }:
let
  args = args // { projectDir = ./.; };
  overlay = final: prev: (overlay final prev) // { };
in
[
  (pkgs.poetry2nix.mkPoetryApplication args)
  (pkgs.poetry2nix.mkPoetryApplication {
    projectDir = ./.;
    overrides = pkgs.poetry2nix.overrides.withDefaults overlay;
  })
]
