{
  outputs =
    { self, nixpkgs, poetry2nix }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      inherit (poetry2nix.lib.mkPoetry2Nix { inherit pkgs; })
        mkPoetryApplication
        mkPoetryEnv
        ;
    in
    {
      packages.x86_64-linux.default = mkPoetryApplication {
        projectDir = self;
      };
    };
}
