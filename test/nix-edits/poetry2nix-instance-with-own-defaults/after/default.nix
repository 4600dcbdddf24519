{ pkgs ? import <nixpkgs> { } }:
let
  poetry2nix = pkgs.poetry2nix.overrideScope (final: prev: {
    defaultPoetryOverrides = prev.defaultPoetryOverrides.extend (pyfinal: pyprev: {
      bar = pyprev.bar.override { preferWheel = true; };
      foo = pyprev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pyfinal.setuptools pkgs.zlib ];
      });
    });
  });
in
poetry2nix.mkPoetryApplication {
  projectDir = ./.;
}
