{
  outputs = { self, nixpkgs }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in
    {
      devShells.x86_64-linux = {
        docs = pkgs.mkShell { packages = [ pkgs.mdbook ]; };
        default = pkgs.mkShell {
          packages = [ pkgs.poetry ];
          LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath [ pkgs.stdenv.cc.cc.lib pkgs.zlib ];
        };
      };
    };
}
