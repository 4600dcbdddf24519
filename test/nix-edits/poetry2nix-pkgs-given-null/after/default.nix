{ nixpkgs }:
let
  application =
    pkgs:
    nixpkgs.poetry2nix.mkPoetryApplication {
      projectDir = ./.;
      overrides = nixpkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ nixpkgs.zlib ];
        });
      });
    };
in
application null
