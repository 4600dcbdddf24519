{
  outputs = { self, nixpkgs }: {
    devShells.x86_64-linux.default = nixpkgs.legacyPackages.x86_64-linux.mkShell {
      packages = [ nixpkgs.legacyPackages.x86_64-linux.poetry nixpkgs.legacyPackages.x86_64-linux.git ];
      LD_LIBRARY_PATH = nixpkgs.legacyPackages.x86_64-linux.lib.makeLibraryPath [
        nixpkgs.legacyPackages.x86_64-linux.stdenv.cc.cc.lib
        nixpkgs.legacyPackages.x86_64-linux.zlib
      ];
    };
  };
}
