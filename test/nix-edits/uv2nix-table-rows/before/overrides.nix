{ pkgs }:
final: prev:
let
  addBuildSystems = pkg: spec: pkg.overrideAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem spec;
  });
  buildSystems = {
    bar = { setuptools = [ ]; wheel = [ ]; };
    baz.hatchling = [ ];
    qux = {
      hatchling = [ ];
    };
  };
in
pkgs.lib.mapAttrs (name: spec: addBuildSystems prev.${name} spec) buildSystems
