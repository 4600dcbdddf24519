{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.poetry2nix.url = "github:nix-community/poetry2nix";

  outputs =
    { self, nixpkgs, poetry2nix }:
    let
      forAllSystems = nixpkgs.lib.genAttrs [ "x86_64-linux" ];
      pkgs = forAllSystems (system: nixpkgs.legacyPackages.${system});
    in
    {
      packages = forAllSystems (
        system:
        let
          inherit (poetry2nix.lib.mkPoetry2Nix { pkgs = pkgs.${system}; }) mkPoetryApplication defaultPoetryOverrides;
        in
        {
          default = mkPoetryApplication {
            projectDir = self;
            overrides = defaultPoetryOverrides.extend (final: prev: {
              foo = prev.foo.overridePythonAttrs (old: {
                buildInputs = (old.buildInputs or [ ]) ++ [ final.pkgs.zlib ];
              });
            });
          };
        }
      );
    };
}
