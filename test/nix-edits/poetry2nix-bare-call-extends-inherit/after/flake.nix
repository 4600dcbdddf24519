{
  outputs =
    { self, nixpkgs, poetry2nix }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      inherit (poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }) mkPoetryApplication defaultPoetryOverrides;
    in
    {
      packages.x86_64-linux.default = mkPoetryApplication {
        projectDir = self;
        overrides = defaultPoetryOverrides.extend (final: prev: {
          foo = prev.foo.overridePythonAttrs (old: {
            buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
          });
        });
      };
    };
}
