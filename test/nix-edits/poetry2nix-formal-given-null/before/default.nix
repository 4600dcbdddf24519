{ nixpkgs }:
nixpkgs.callPackage (
  { poetry2nix, zlib }:
  poetry2nix.mkPoetryApplication {
    projectDir = ./.;
  }
) { zlib = null; }
