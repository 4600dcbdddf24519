{ pkgs }:
let
  self = pkgs.lib.fix (self: {
    mk = pkgs.poetry2nix.mkPoetryApplication;
    app = self.mk { projectDir = ./.; };
  });
in
self.app
