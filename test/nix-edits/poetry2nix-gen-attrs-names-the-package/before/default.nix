{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (
    final: prev:
    pkgs.lib.genAttrs [ "foo" "baz" ] (
      name: prev.${name}.overridePythonAttrs (old: { buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ]; })
    )
  );
}
