{ pkgs }:
{
  api = pkgs.poetry2nix.mkPoetryApplication {
    projectDir = ./api;
  };
  web = pkgs.poetry2nix.mkPoetryApplication {
    projectDir = ./web;
    overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
      });
    });
  };
}
