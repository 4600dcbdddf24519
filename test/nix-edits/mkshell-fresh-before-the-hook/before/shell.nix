{ pkgs ? import <nixpkgs> { } }:
pkgs.mkShell {
  packages = [ pkgs.poetry ];

  shellHook = ''
    echo ready
  '';
}
