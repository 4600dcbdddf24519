# The packages of a module that imports dream2nix' pip module.
{
  sources,
  file,
  names,
}:
let
  lib = import ./lib.nix { inherit sources; };
  flake = import ./dream2nix-flake.nix { inherit sources; };
  evaluated = flake.lib.evalModules {
    packageSets.nixpkgs = import ./packages.nix { inherit sources; };
    raw = true;
    modules = [
      file
      (import ./dream2nix-lock.nix (dirOf file))
      {
        paths.projectRoot = dirOf file;
        paths.projectRootFile = "default.nix";
        paths.package = dirOf file;
      }
    ];
  };
in
lib.genAttrs names (name: import ./view.nix evaluated.config.pip.drvs.${name}.package-func.result)
