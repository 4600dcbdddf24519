# The packages of a file that composes a Python set with uv2nix.
{
  sources,
  file,
  names,
}:
let
  lib = import ./lib.nix { inherit sources; };
  pkgs = import ./packages.nix { inherit sources; };
  pyproject-nix = import (sources + "/pyproject.nix") { inherit lib; };
  uv2nix = import (sources + "/uv2nix") { inherit lib pyproject-nix; };
  pyproject-build-systems = import (sources + "/build-system-pkgs") {
    inherit lib pyproject-nix uv2nix;
  };
  set = import file {
    inherit
      lib
      pkgs
      pyproject-nix
      uv2nix
      pyproject-build-systems
      ;
  };
in
lib.genAttrs names (name: import ./view.nix set.${name})
