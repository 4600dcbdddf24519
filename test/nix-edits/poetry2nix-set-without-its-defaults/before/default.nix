{ pkgs }:
let
  p2n = import ./p2n.nix { inherit pkgs; };
in
p2n.app { projectDir = ./.; }
