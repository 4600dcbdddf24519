{
  pkgs ? import <nixpkgs> { },
}:
let
  poetry2nix = import (fetchTarball "https://github.com/nix-community/poetry2nix/archive/ce2369db77f45688172384bbeb962bc6c2ea6f94.tar.gz") {
    inherit pkgs;
  };
in
poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    foo = prev.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools pkgs.zlib ];
    });
    bar = prev.bar.override { preferWheel = true; };
  });
}
