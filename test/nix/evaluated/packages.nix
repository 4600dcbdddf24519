# A small nixpkgs to evaluate overrides on: ekala-project/corepkgs, with what it lacks of nixpkgs as empty derivations.
{ sources }:
let
  pkgs = import (sources + "/corepkgs") {
  system = "x86_64-linux";
  config = {
    allowAliases = true;
    allowUnfree = true;
  };
  overlays = [
    (
      final: prev:
      let
        stub = name: final.runCommand name { pname = name; } "mkdir $out";
        orStub = name: if prev.${name} or null == null then stub name else prev.${name};
      in
      {
        libpq = stub "libpq" // {
          pg_config = stub "pg_config";
        };
        postgresql = stub "postgresql" // {
          pg_config = stub "pg_config";
        };
        libmysqlclient = orStub "libmysqlclient";
        openblas = orStub "openblas";
        ugrep = stub "ugrep" // {
          meta.mainProgram = "ugrep";
        };
        pythonManylinuxPackages = {
          manylinux1 = [ (stub "manylinux1") ];
          manylinux2010 = [ (stub "manylinux2010") ];
          manylinux2014 = [ (stub "manylinux2014") ];
        };
        fetchPypiLegacy =
          { file, hash, ... }:
          final.fetchurl {
            name = file;
            url = "https://packages.example/${file}";
            inherit hash;
          };
        nix-gitignore.gitignoreFilterPure =
          filter: _patterns: _source:
          filter;
        mkShell = attrs: final.stdenv.mkDerivation ({ name = "shell"; } // attrs);
      }
    )
  ];
};
in
pkgs
// {
  path = sources + "/corepkgs";
  gitMinimal = pkgs.git;
  python313 = pkgs.python3;
}
