{ pkgs, overrides ? null }:
let
  app = pkgs.poetry2nix.mkPoetryApplication {
    projectDir = ./.;
    overrides = poetryOverrides;
  };
  env = pkgs.poetry2nix.mkPoetryEnv {
    projectDir = ./.;
    overrides = poetryOverrides;
  };
  poetryOverrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    foo = prev.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
    });
  });
in
app // { inherit env; }
