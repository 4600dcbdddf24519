{ nixpkgs }:
nixpkgs.callPackage (
  { poetry2nix, zlib }:
  poetry2nix.mkPoetryApplication {
    projectDir = ./.;
    overrides = poetry2nix.defaultPoetryOverrides.extend (final: prev: {
      foo = prev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ final.pkgs.zlib ];
      });
    });
  }
) { zlib = null; }
