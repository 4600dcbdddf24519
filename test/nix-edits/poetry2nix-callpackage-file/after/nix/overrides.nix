{ poetry2nix, zlib, openssl }:
poetry2nix.defaultPoetryOverrides.extend (final: prev: {
  bar = prev.bar.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ zlib ];
  });
  foo = prev.foo.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ zlib ];
  });
  qux = prev.qux.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ openssl ];
  });
})
