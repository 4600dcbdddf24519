{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.poetry2nix.url = "github:nix-community/poetry2nix";

  outputs =
    { nixpkgs, poetry2nix, ... }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      p2n = poetry2nix.lib.mkPoetry2Nix { inherit pkgs; };
      app = { mkPoetryApplication, extra ? [ ] }: mkPoetryApplication { projectDir = ./.; };
    in
    {
      packages.x86_64-linux.default = app { inherit (p2n) mkPoetryApplication; };
    };
}
