{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = final: prev:
    pkgs.lib.genAttrs [ "foo" ] (name: prev.${name}.overridePythonAttrs { doCheck = false; });
}
