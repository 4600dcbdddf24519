{
  outputs = { self, nixpkgs, poetry2nix }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      p2n = poetry2nix.lib.mkPoetry2Nix { inherit pkgs; };
    in
    {
      packages.x86_64-linux.default = p2n.mkPoetryApplication {
        projectDir = self;
      };
      devShells.x86_64-linux.default = (p2n.mkPoetryEnv { projectDir = self; }).env;
    };
}
