{ pkgs, common }:
pkgs.poetry2nix.mkPoetryApplication (common // {
  projectDir = ./.;
})
