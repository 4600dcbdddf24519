{ mkShell, python3, zlib, stdenv, lib }:
mkShell {
  packages = [ python3 ];
}
