{ mkShell, python3, zlib, stdenv, lib }:
mkShell {
  packages = [ python3 ];
  LD_LIBRARY_PATH = lib.makeLibraryPath [ stdenv.cc.cc.lib zlib ];
}
