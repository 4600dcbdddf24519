{ nixpkgs }:
let
  application =
    { pkgs, lib }:
    nixpkgs.poetry2nix.mkPoetryApplication {
      projectDir = ./.;
      overrides = nixpkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ nixpkgs.zlib ];
        });
      });
    };
in
{
  shown = application {
    pkgs = nixpkgs;
    inherit (nixpkgs) lib;
  };
  bare = application {
    pkgs = { };
    lib = null;
  };
}
