# The packages of a file that calls `mkPoetryPackages`.
{
  sources,
  file,
  names,
}:
let
  lib = import ./lib.nix { inherit sources; };
  pkgs = import ./packages.nix { inherit sources; } // {
    poetry2nix = import (sources + "/poetry2nix") { inherit pkgs lib; };
  };
  inherit (import file { inherit pkgs; }) python;
in
lib.genAttrs names (name: import ./view.nix python.pkgs.${name})
