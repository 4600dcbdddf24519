{
  pkgs ? import <nixpkgs> { },
}:
let
  dream2nix = import (fetchTarball "https://github.com/nix-community/dream2nix/archive/69eb01fa0995e1e90add49d8ca5bcba213b0416f.tar.gz");
  module =
    { config, lib, dream2nix, ... }:
    let
      pyproject = lib.importTOML ./pyproject.toml;
    in
    {
      imports = [ dream2nix.modules.dream2nix.pip ];
      inherit (pyproject.project) name version;
      deps = { nixpkgs, ... }: {
        python = nixpkgs.python3;
        inherit (nixpkgs) zlib;
      };
      mkDerivation.src = lib.cleanSource ./.;
      buildPythonPackage.pyproject = true;
      pip = {
        requirementsList =
          (pyproject.build-system.requires or [ ]) ++ (pyproject.project.dependencies or [ ]);
        flattenDependencies = true;
        overrides.foo.mkDerivation.buildInputs = [ config.deps.zlib ];
      };
    };
in
# Lock with: nix run -f default.nix lock
dream2nix.lib.evalModules {
  packageSets.nixpkgs = pkgs;
  modules = [
    module
    {
      paths.projectRoot = ./.;
      paths.projectRootFile = "pyproject.toml";
      paths.package = ./.;
    }
  ];
}
