{ pkgs, lib }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (
    final: prev:
    lib.composeManyExtensions [
      (final: prev: { })
      (final: prev: {
        qux = prev.qux.overridePythonAttrs { doCheck = false; };
      })
    ] final prev
  );
}
