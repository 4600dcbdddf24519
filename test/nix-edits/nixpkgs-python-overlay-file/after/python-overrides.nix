self: super: {
  bar = super.bar.overridePythonAttrs (old: {
    dependencies = old.dependencies ++ [ self.numpy ];
    cargoDeps = self.pkgs.rustPlatform.fetchCargoVendor {
      inherit (old) src;
      name = "${old.pname}-${old.version}";
      # Build once: Nix fails and says which hash it got. Put that one here.
      hash = self.pkgs.lib.fakeHash;
    };
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [
      self.pkgs.rustPlatform.cargoSetupHook
      self.pkgs.rustPlatform.maturinBuildHook
    ];
  });
  foo = super.foo.overridePythonAttrs (old: {
    build-system = (old.build-system or [ ]) ++ [ self.setuptools ];
    buildInputs = (old.buildInputs or [ ]) ++ [ self.pkgs.zlib ];
  });
}
