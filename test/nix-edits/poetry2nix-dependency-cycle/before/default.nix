{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    bar = prev.bar.overridePythonAttrs (old: {
      propagatedBuildInputs = (old.propagatedBuildInputs or [ ]) ++ [ final.baz ];
    });

    baz = prev.baz.overridePythonAttrs ({ propagatedBuildInputs ? [ ], ... }: {
      propagatedBuildInputs = builtins.filter (each: each.pname != "bar") propagatedBuildInputs;
    });

    qux = prev.qux.overridePythonAttrs ({ doCheck ? true, ... }: {
      format = "setuptools";
    });
  });
}
