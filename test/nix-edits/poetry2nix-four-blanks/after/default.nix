{ pkgs ? import <nixpkgs> {}
, python ? pkgs.python311
}:

pkgs.poetry2nix.mkPoetryApplication {
    inherit python;
    projectDir = ./.;
    overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: {
            buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
        });
    });
}
