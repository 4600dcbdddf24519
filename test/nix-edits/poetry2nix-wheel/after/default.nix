{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: {
    bar = prev.bar.override { python = "3"; preferWheel = true; };

    baz = (prev.baz.override { preferWheel = true; }).overridePythonAttrs (old: {
      doCheck = false;
    });

    foo = prev.foo.override { preferWheel = true; };
  });
}
