{ pkgs ? import <nixpkgs> { } }:
let
  pypkgs-build-requirements = {
    bar = [ "setuptools" ];
  };
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (self: super:
    builtins.mapAttrs
      (name: tools: super.${name}.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ map (tool: super.${tool}) tools;
      }))
      pypkgs-build-requirements
    // {
      baz = super.baz.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
      });
      qux = null;
    }
  );
}
