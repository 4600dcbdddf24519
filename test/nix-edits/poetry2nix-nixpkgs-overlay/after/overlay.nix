final: prev: {
  tally = final.poetry2nix.mkPoetryApplication {
    projectDir = ./.;
    overrides = final.poetry2nix.overrides.withDefaults (pyfinal: pyprev: {
      bar = pyprev.bar.override { preferWheel = true; };
      foo = pyprev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pyfinal.setuptools final.zlib ];
      });
    });
  };
  tally-env = final.poetry2nix.mkPoetryEnv {
    projectDir = ./.;
    overrides = final.poetry2nix.defaultPoetryOverrides.extend (pyfinal: pyprev: {
      foo = pyprev.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ pyfinal.setuptools final.zlib ];
      });
    });
  };
}
