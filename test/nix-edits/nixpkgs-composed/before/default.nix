{ pkgs ? import <nixpkgs> { } }:
let
  mine = final: prev: {
    bar = prev.bar.overridePythonAttrs (old: {
      nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ final.setuptools ];
    });
  };
  python = pkgs.python3.override (old: {
    packageOverrides = pkgs.lib.composeExtensions (old.packageOverrides or (_: _: { })) mine;
  });
in
python.withPackages (ps: [ ps.foo ])
