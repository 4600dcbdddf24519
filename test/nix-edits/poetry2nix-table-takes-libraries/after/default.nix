{ pkgs ? import <nixpkgs> { } }:
let
  requirements = {
    bar = [ "setuptools" pkgs.openssl ];
    foo-bar = [
      "wheel"
      "setuptools"
      pkgs.zlib
    ];
    foo = [ "setuptools" pkgs.zlib ];
  };
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev:
    builtins.mapAttrs
      (package: needs:
        (builtins.getAttr package prev).overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ (builtins.map (need: if builtins.isString need then builtins.getAttr need prev else need) needs);
        }))
      requirements
  );
}
