self: super: {
    # nothing yet
    foo = super.foo.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
    });
}
