{
  outputs = { self, nixpkgs }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      packages.x86_64-linux.default = import ./nix/app.nix {
        inherit pkgs;
        overrides = import ./nix/overlay.nix;
      };
    };
}
