{ pkgs, lib }:
pkgs.poetry2nix.mkPoetryEnv {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (lib.composeManyExtensions [
    (self: super: { })
    (self: super: {
      baz = super.baz.override { preferWheel = true; };
      foo = super.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
      });
    })
    (self: super: { qux = self.callPackage ./qux.nix { }; })
  ]);
}
