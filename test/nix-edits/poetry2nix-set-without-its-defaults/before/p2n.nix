{ pkgs }:
let
  mkApp = pkgs.poetry2nix.mkPoetryApplication;
in
{
  app = mkApp;
}
