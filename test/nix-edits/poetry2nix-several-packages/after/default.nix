{ pkgs ? import <nixpkgs> { } }:
let
  pypkgs-build-requirements = {
    bar = [ "setuptools" "wheel" ];
    foo = [ "setuptools" ];
    waldo = [ "hatchling" "hatch-vcs" ];
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
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib pkgs.openssl ];
      });
      qux = null;
      corge = super.corge.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools pkgs.libffi ];
      });
    }
  );
}
