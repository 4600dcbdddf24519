{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python3.override {
    packageOverrides = final: prev: {
      bar = prev.bar.overridePythonAttrs (old: {
        pythonRelaxDeps = [ "attrs" "httpx" ];
        nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ final.setuptools ];
        propagatedBuildInputs = (old.propagatedBuildInputs or [ ]) ++ [ final.rich final.setuptools ];
      });

      baz = prev.baz.overridePythonAttrs ({ pythonRelaxDeps ? [ ], ... }: {
        pythonRelaxDeps = pythonRelaxDeps ++ [
          "attrs"
          "zope-interface"
          "zope_interface"
          "zope.interface"
        ];
      });

      qux = prev.qux.overridePythonAttrs (old: {
        doCheck = false;
        pythonRelaxDeps = (old.pythonRelaxDeps or [ ]) ++ [ "httpx" ];
      });

      every = prev.every.overridePythonAttrs (old: {
        pythonRelaxDeps = true;
      });

      none = prev.none.overridePythonAttrs (old: {
        dependencies = old.dependencies ++ [ final.rich ];
      });

      foo = prev.foo.overridePythonAttrs (old: {
        propagatedBuildInputs = (old.propagatedBuildInputs or [ ]) ++ [ final.typing-extensions final."2to3" ];
      });
    };
  };
in
python.withPackages (ps: [ ps.foo ])
