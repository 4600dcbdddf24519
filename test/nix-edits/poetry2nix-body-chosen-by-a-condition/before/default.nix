{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (
    final: prev:
    if pkgs.stdenv.isDarwin then
      { bar = prev.bar.overridePythonAttrs (old: { doCheck = false; }); }
    else
      { }
  );
}
