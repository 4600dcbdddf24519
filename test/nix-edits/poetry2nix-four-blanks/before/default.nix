{ pkgs ? import <nixpkgs> {}
, python ? pkgs.python311
}:

pkgs.poetry2nix.mkPoetryApplication {
    inherit python;
    projectDir = ./.;
}
