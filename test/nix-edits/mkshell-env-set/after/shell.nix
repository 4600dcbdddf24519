{ pkgs ? import <nixpkgs> { } }:
pkgs.mkShell {
  env = {
    LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath [ pkgs.stdenv.cc.cc.lib pkgs.zlib ];
    PIP_NO_BINARY = ":all:";
  };
}
