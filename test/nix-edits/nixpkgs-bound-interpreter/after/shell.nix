{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python311.override {
    packageOverrides = final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        build-system = (old.build-system or [ ]) ++ [ final.setuptools ];
      });
      bar = prev.bar.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
      });
    };
  };
  env = python.withPackages (ps: [ ps.foo ]);
in
pkgs.mkShell { packages = [ env ]; }
