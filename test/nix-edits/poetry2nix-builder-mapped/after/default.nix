{ pkgs }:
builtins.map pkgs.poetry2nix.mkPoetryApplication [
  {
    projectDir = ./.;
    overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
      });
    });
  }
  {
    projectDir = ./other;
    overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
      });
    });
  }
]
