{ nixpkgs }:
let
  pkgs = { inherit (nixpkgs) poetry2nix; };
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    pycups = prev.pycups.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ final.pkgs.cups ];
    });
  });
}
