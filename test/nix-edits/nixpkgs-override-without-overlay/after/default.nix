{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python3.override {
    enableOptimizations = true;
    packageOverrides = final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        build-system = (old.build-system or [ ]) ++ [ final.setuptools ];
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
      });
    };
  };
in
python.withPackages (ps: [ ps.foo ])
