{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python311;
  env = python.withPackages (ps: [ ps.foo ]);
in
pkgs.mkShell { packages = [ env ]; }
