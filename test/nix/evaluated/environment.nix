# What a file with one virtual environment of uv2nix has it ignore.
{ sources, file }:
let
  lib = import ./lib.nix { inherit sources; };
  pkgs = import ./packages.nix { inherit sources; };
  pyproject-nix = import (sources + "/pyproject.nix") { inherit lib; };
  uv2nix = import (sources + "/uv2nix") { inherit lib pyproject-nix; };
  pyproject-build-systems = import (sources + "/build-system-pkgs") {
    inherit lib pyproject-nix uv2nix;
  };
  environment = import file {
    inherit
      lib
      pkgs
      pyproject-nix
      uv2nix
      pyproject-build-systems
      ;
  };
in
{
  derivation = builtins.unsafeDiscardStringContext environment.drvPath;
  ignored = environment.venvIgnoreCollisions or [ ];
}
