{ pkgs }:
final: prev:
let
  addBuildSystems = pkg: spec: pkg.overrideAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem spec;
  });
  buildSystems = {
    bar = { setuptools = [ ]; wheel = [ ]; cython = [ ]; };
    baz.hatchling = [ ];
    baz.hatch-vcs = [ ];
    qux = {
      hatchling = [ ];
      hatch-vcs = [ ];
    };
    foo = { setuptools = [ ]; };
    corge = { setuptools = [ ]; setuptools-scm = [ ]; };
  };
in
pkgs.lib.mapAttrs (name: spec: addBuildSystems prev.${name} spec) buildSystems
