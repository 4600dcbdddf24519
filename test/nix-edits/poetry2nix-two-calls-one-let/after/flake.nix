{
  outputs = { self, nixpkgs, poetry2nix }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      p2n = poetry2nix.lib.mkPoetry2Nix { inherit pkgs; };
      overrides = p2n.defaultPoetryOverrides.extend (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
        });
      });
    in
    {
      packages.x86_64-linux.default = p2n.mkPoetryApplication {
        projectDir = self;
        inherit overrides;
      };
      devShells.x86_64-linux.default = (p2n.mkPoetryEnv {
        projectDir = self;
        inherit overrides;
      }).env;
    };
}
