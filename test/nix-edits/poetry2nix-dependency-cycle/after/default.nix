{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    bar = prev.bar.overridePythonAttrs (old: {
      propagatedBuildInputs = builtins.filter (dep: !(builtins.elem (dep.pname or "") [ "foo" "a-dependency-of-a-rather-long-name" ])) ((old.propagatedBuildInputs or [ ]) ++ [ final.baz pkgs.zlib ]);
    });

    baz = prev.baz.overridePythonAttrs ({ propagatedBuildInputs ? [ ], ... }: {
      propagatedBuildInputs = builtins.filter (each: each.pname != "bar") propagatedBuildInputs;
    });

    qux = prev.qux.overridePythonAttrs ({ propagatedBuildInputs ? [ ], doCheck ? true, ... }: {
      format = "setuptools";
      propagatedBuildInputs = builtins.filter (dep: (dep.pname or "") != "foo") propagatedBuildInputs;
    });

    foo = prev.foo.overridePythonAttrs (old: {
      propagatedBuildInputs = builtins.filter (dep: (dep.pname or "") != "bar") (old.propagatedBuildInputs or [ ]);
    });
  });
}
