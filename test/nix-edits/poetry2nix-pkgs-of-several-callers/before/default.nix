{ nixpkgs }:
let
  application =
    { pkgs, lib }:
    nixpkgs.poetry2nix.mkPoetryApplication {
      projectDir = ./.;
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
