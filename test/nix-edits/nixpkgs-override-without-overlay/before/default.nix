{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python3.override { enableOptimizations = true; };
in
python.withPackages (ps: [ ps.foo ])
