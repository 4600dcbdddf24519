{ poetry2nix, zlib }:
poetry2nix.defaultPoetryOverrides.extend (final: prev: {
  bar = prev.bar.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ zlib ];
  });
})
