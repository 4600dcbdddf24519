{
  pkgs ? import <nixpkgs> { },
}:
let
  python = pkgs.python3.override {
    packageOverrides = final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        build-system = (old.build-system or [ ]) ++ [ final.setuptools ];
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
      });
      bar = prev.bar.overridePythonAttrs (old: {
        build-system = (old.build-system or [ ]) ++ [ final.setuptools ];
      });
    };
  };
in
python.withPackages (ps: [
  ps.foo
  ps.bar
])
