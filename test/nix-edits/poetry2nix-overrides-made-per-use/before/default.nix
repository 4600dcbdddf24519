{ pkgs ? import <nixpkgs> { } }:
let
  overrides = { poetry2nix, ... }: poetry2nix.overrides.withDefaults (self: super: {
    bar = super.bar.override { preferWheel = true; };
  });
in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = overrides { inherit (pkgs) poetry2nix; };
}
