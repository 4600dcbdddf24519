{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = (pkgs.poetry2nix.defaultPoetryOverrides.overrideOverlay (final: prev: {
    bar = prev.bar.overridePythonAttrs (old: { doCheck = false; });
  })).extend (final: prev: {
    foo = prev.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
    });
    bar = prev.bar.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.openssl ];
    });
  });
}
