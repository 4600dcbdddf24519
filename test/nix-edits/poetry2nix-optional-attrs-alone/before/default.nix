{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (
    final: prev:
    pkgs.lib.optionalAttrs pkgs.stdenv.isDarwin {
      bar = prev.bar.overridePythonAttrs (old: { doCheck = false; });
    }
  );
}
