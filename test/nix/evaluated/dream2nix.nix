# The packages of a module that imports dream2nix' pip module.
{
  sources,
  file,
  names,
}:
let
  lib = import ./lib.nix { inherit sources; };
  pkgs = import ./packages.nix { inherit sources; };
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
      legacyPackages.x86_64-linux = pkgs;
    };
    inherit pyproject-nix;
    purescript-overlay.overlays.default = _final: _prev: { };
  };
  evaluated = outputs.lib.evalModules {
    packageSets.nixpkgs = pkgs;
    raw = true;
    modules = [
      file
      {
        paths.projectRoot = dirOf file;
        paths.projectRootFile = "default.nix";
        paths.package = dirOf file;
        # nixpkgs of 2026 throws for a package without a format, and dream2nix gives sdists none.
        pip.overrideAll =
          { config, ... }:
          {
            buildPythonPackage.format = lib.mkOverride 900 (
              if lib.hasSuffix ".whl" config.mkDerivation.src then "wheel" else "setuptools"
            );
          };
        # Taken as it is: whether it is fresh is another matter.
        lock.content = lib.mkForce (builtins.fromJSON (builtins.readFile (dirOf file + "/lock.json")));
      }
    ];
  };
in
lib.genAttrs names (name: import ./view.nix evaluated.config.pip.drvs.${name}.package-func.result)
