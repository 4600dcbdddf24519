{ pkgs }:
self: super: {
  foo = super.foo.overridePythonAttrs (old: {
    doCheck = false;
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
  bar = super.bar.overridePythonAttrs (old: {
    doCheck = false;
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
  baz = super.baz.overridePythonAttrs (old: {
    doCheck = false;
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
  qux = super.qux.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
}
