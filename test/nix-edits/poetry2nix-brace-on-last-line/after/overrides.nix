final: prev:
{ bar = prev.bar.override { preferWheel = true; };
  qux = prev.qux.overridePythonAttrs (oldAttrs: { doCheck = false; });
  foo = prev.foo.overridePythonAttrs (oldAttrs: {
    buildInputs = (oldAttrs.buildInputs or [ ]) ++ [ final.setuptools ];
  });
}
