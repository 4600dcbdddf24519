{ pkgs ? import <nixpkgs> { } }:
{
  socks = pkgs.callPackage ./socks.nix { };
  shoes = pkgs.callPackages ./shoes.nix { };
}
