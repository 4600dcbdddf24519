{ pkgs }:
(args: let inherit (args) mkPoetryApplication; in mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    pycups = prev.pycups.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.cups ];
    });
  });
}) { inherit (pkgs.poetry2nix) mkPoetryApplication; }
