{ pkgs }:
self: super: {
  foo = super.foo.overridePythonAttrs (
    { nativeBuildInputs ? [ ], ... }: {
      nativeBuildInputs = nativeBuildInputs ++ [ self.wheel ];
    }
  );
  bar = super.bar.overridePythonAttrs ({ patches ? [ ], ... } @ old: {
    patches = patches ++ [ ./bar.patch ];
  });
}
