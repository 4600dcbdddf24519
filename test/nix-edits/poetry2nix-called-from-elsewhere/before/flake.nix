{
  outputs = { self, nixpkgs }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux.default = import ./nix/app.nix {
        inherit pkgs;
        overrides = pkgs.poetry2nix.overrides.withDefaults (import ./nix/overlay.nix);
      };
    };
}
