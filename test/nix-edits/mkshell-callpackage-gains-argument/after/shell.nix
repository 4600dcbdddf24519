{ mkShell, lib, python3, stdenv, zlib, cmake }:
mkShell {
  packages = [ python3 cmake ];
  LD_LIBRARY_PATH = lib.makeLibraryPath [ stdenv.cc.cc.lib zlib ];
}
