{ pkgs ? import <nixpkgs> { } }:
let
  mkEnv = { overrides }: pkgs.poetry2nix.mkPoetryEnv {
    projectDir = ./.;
    inherit overrides;
  };
in
mkEnv {
  overrides = pkgs.poetry2nix.overrides.withDefaults (self: super: {
    bar = super.bar.override { preferWheel = true; };
  });
}
