{ pkgs }:
(args: let inherit (args) mkPoetryApplication; in mkPoetryApplication { projectDir = ./.; }) { inherit (pkgs.poetry2nix) mkPoetryApplication; }
