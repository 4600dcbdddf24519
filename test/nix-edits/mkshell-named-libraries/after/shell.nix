{ pkgs ? import <nixpkgs> { } }:
let
  inherit (pkgs) lib;
  libraries = with pkgs; [ stdenv.cc.cc.lib zlib ];
in
pkgs.mkShell {
  shellHook = ''
    export LD_LIBRARY_PATH=${lib.makeLibraryPath libraries}
  '';
}
