{ pkgs }:
self: super: {
  foo = super.foo.overridePythonAttrs (
    { buildInputs ? [ ], nativeBuildInputs ? [ ], ... }: {
      nativeBuildInputs = nativeBuildInputs ++ [ self.wheel self.setuptools ];
      buildInputs = buildInputs ++ [ pkgs.zlib ];
    }
  );
  bar = super.bar.overridePythonAttrs ({ patches ? [ ], ... } @ old: {
    patches = patches ++ [ ./bar.patch ];
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ self.setuptools ];
  });
}
