{ pkgs ? import <nixpkgs> { } }:
let
  overlays.python.first = final: prev: {
    baz = prev.baz.overridePythonAttrs (old: { doCheck = false; });
  };
  overlays.python.second = final: prev: {
    bar = prev.bar.overridePythonAttrs (old: { doCheck = false; });
    foo = prev.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
    });
  };
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (
    pkgs.lib.composeExtensions overlays.python.first overlays.python.second
  );
}
