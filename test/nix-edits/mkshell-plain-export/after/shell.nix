{ pkgs ? import <nixpkgs> { } }:
pkgs.mkShell {
  buildInputs = [ pkgs.python3 ];
  shellHook = ''
    export FOO=${pkgs.git}/lib
    export LD_LIBRARY_PATH=${pkgs.stdenv.cc.cc.lib}/lib:${pkgs.zlib}/lib:$LD_LIBRARY_PATH
    export BAR=${pkgs.git}/lib
  '';
}
