{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = [
    (self: super: {
      bar = super.bar.override { preferWheel = true; };
    })
    pkgs.poetry2nix.defaultPoetryOverrides
  ];
}
