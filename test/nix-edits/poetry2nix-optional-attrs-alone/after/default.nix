{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = (pkgs.poetry2nix.defaultPoetryOverrides.extend (
    final: prev:
    pkgs.lib.optionalAttrs pkgs.stdenv.isDarwin {
      bar = prev.bar.overridePythonAttrs (old: { doCheck = false; });
    }
    // {
      foo = prev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
      });
    }
  )).extend (final: prev: {
    bar = prev.bar.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.openssl ];
    });
  });
}
