{ pkgs }:
builtins.map pkgs.poetry2nix.mkPoetryApplication [
  { projectDir = ./.; }
  { projectDir = ./other; }
]
