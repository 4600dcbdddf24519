{ pkgs }:
{
  api = pkgs.poetry2nix.mkPoetryApplication {
    projectDir = ./api;
  };
  web = pkgs.poetry2nix.mkPoetryApplication {
    projectDir = ./web;
  };
}
