{ pkgs ? import <nixpkgs> { } }:
let
  inherit (pkgs.poetry2nix) mkPoetryApplication defaultPoetryOverrides;
in
mkPoetryApplication {
  projectDir = ./.;
  overrides = defaultPoetryOverrides;
}
