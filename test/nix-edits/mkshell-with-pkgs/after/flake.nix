{
  outputs = { self, nixpkgs }:
    let
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
    in {
      devShells.x86_64-linux.default = pkgs.mkShell rec {
        packages = with pkgs; [
          python312
          uv
          pkg-config
        ];
        LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath (with pkgs; [
          stdenv.cc.cc.lib
          zlib # for numpy
          glib
        ]);
      };
      devShells.x86_64-linux.docs = pkgs.mkShell {
        packages = [ pkgs.mdbook ];
      };
    };
}
