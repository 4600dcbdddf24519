{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python3.override {
    packageOverrides = final: prev: {
      bar = prev.bar.overridePythonAttrs (old: {
        pythonRelaxDeps = [ "attrs" ];
        nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ final.setuptools ];
      });

      baz = prev.baz.overridePythonAttrs ({ pythonRelaxDeps ? [ ], ... }: {
        pythonRelaxDeps = pythonRelaxDeps ++ [
          "attrs"
        ];
      });

      qux = prev.qux.overridePythonAttrs {
        doCheck = false;
      };

      every = prev.every.overridePythonAttrs (old: {
        pythonRelaxDeps = true;
      });

      none = prev.none.overridePythonAttrs (old: {
        dependencies = old.dependencies ++ [ final.rich ];
      });
    };
  };
in
python.withPackages (ps: [ ps.foo ])
