{ pkgs }:
let
  my.overlay = final: prev: {
    bar = prev.bar.override { preferWheel = true; };
    foo = prev.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
    });
  };
in
pkgs.poetry2nix.mkPoetryEnv {
  projectDir = ./.;
  overrides = (pkgs.poetry2nix.overrides.withoutDefaults(my.overlay));
}
