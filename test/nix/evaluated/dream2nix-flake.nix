# dream2nix' flake, its inputs taken from checkouts.
{ sources }:
let
  lib = import ./lib.nix { inherit sources; };
  pyproject-nix = {
    inherit (import (sources + "/pyproject.nix") { inherit lib; }) lib;
    outPath = sources + "/pyproject.nix";
  };
  outputs = (import (sources + "/dream2nix/flake.nix")).outputs {
    self = outputs // {
      outPath = sources + "/dream2nix";
      inputs = { inherit pyproject-nix; };
    };
    nixpkgs = {
      inherit lib;
      outPath = sources + "/corepkgs";
      legacyPackages.x86_64-linux = import ./packages.nix { inherit sources; };
    };
    inherit pyproject-nix;
    purescript-overlay.overlays.default = _final: _prev: { };
  };
in
outputs
