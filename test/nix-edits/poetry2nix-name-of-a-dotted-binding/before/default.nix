{ pkgs }:
let
  my.overlay = final: prev: {
    bar = prev.bar.override { preferWheel = true; };
  };
in
pkgs.poetry2nix.mkPoetryEnv {
  projectDir = ./.;
  overrides = (pkgs.poetry2nix.overrides.withoutDefaults(my.overlay));
}
