{ pkgs }:
let
  inherit (pkgs.poetry2nix) mkPoetryEnv overrides;
in
mkPoetryEnv {
  projectDir = ./.;
  overrides = overrides.withDefaults (final: prev: {
    bar = prev.bar.override { preferWheel = true; };
    foo = prev.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
    });
  });
}
