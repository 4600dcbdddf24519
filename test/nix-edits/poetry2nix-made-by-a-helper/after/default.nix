{ pkgs ? import <nixpkgs> { } }:
let
  withoutTests = package: package.overridePythonAttrs (old: { doCheck = false; });
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    foo = (withoutTests prev.foo).overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
    });
    bar = withoutTests prev.bar;
  });
}
