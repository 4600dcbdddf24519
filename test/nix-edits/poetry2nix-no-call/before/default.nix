{ pkgs }:
pkgs.hello
