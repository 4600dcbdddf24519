{ pkgs, lib }:
final: prev: {
  bar = prev.bar.overridePythonAttrs (old: {
    buildInputs = old.buildInputs or [ ] ++ [ final.setuptools ];
  });
  rpds-py = prev.rpds-py.overridePythonAttrs (old: {
    cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
      inherit (old) src;
      name = "${old.pname}-${old.version}";
      # Build once: Nix fails and says which hash it got. Put that one here.
      hash = lib.fakeHash;
    };
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [
      pkgs.rustPlatform.cargoSetupHook
      pkgs.rustPlatform.maturinBuildHook
    ];
  });
  bcrypt = prev.bcrypt.overridePythonAttrs (old: {
    cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
      inherit (old) src;
      name = "${old.pname}-${old.version}";
      # Build once: Nix fails and says which hash it got. Put that one here.
      hash = lib.fakeHash;
    };
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [
      pkgs.cargo
      pkgs.rustc
      pkgs.rustPlatform.cargoSetupHook
    ];
    buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools final.setuptools-rust ];
  });
}
