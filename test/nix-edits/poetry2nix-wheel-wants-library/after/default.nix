{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: {
    foo = (prev.foo.override { preferWheel = true; }).overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
    });
    bar = prev.bar.override { preferWheel = true; };
  });
}
