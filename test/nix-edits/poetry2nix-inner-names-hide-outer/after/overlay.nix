final: prev: {
  tally = final.poetry2nix.mkPoetryApplication {
    projectDir = ./.;
    overrides = final.poetry2nix.overrides.withDefaults (final: prev: {
      bar = prev.bar.override { preferWheel = true; };
      foo = prev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ final.pkgs.zlib ];
      });
    });
  };
}
