{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-24.05";
  inputs.poetry2nix.url = "github:nix-community/poetry2nix";

  outputs = {
    self,
    nixpkgs,
    poetry2nix,
  }: let
    pkgs = nixpkgs.legacyPackages.x86_64-linux;
    p2n = poetry2nix.lib.mkPoetry2Nix {inherit pkgs;};
  in {
    packages.x86_64-linux.default = p2n.mkPoetryApplication {
      projectDir = self;
      extras = ["cli"];
      groups = [];
    };
  };
}
