{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (
    final: prev:
    pkgs.lib.pipe { bar = [ "setuptools" ]; } [
      (pkgs.lib.mapAttrs (
        name: tools:
        prev.${name}.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ map (tool: final.${tool}) tools;
        })
      ))
    ]
  );
}
