final: prev: {
  bar = prev.bar.override { preferWheel = true; };
  foo = prev.foo.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
  });
}
