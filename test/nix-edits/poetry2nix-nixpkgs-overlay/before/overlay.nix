final: prev: {
  tally = final.poetry2nix.mkPoetryApplication {
    projectDir = ./.;
    overrides = final.poetry2nix.overrides.withDefaults (pyfinal: pyprev: {
      bar = pyprev.bar.override { preferWheel = true; };
    });
  };
  tally-env = final.poetry2nix.mkPoetryEnv { projectDir = ./.; };
}
