{ pkgs }:
let
  self = pkgs.lib.fix (self: {
    mk = pkgs.poetry2nix.mkPoetryApplication;
    app = self.mk {
      projectDir = ./.;
      overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
        pycups = prev.pycups.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.cups ];
        });
      });
    };
  });
in
self.app
