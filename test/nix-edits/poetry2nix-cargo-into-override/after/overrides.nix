{ pkgs }:
final: prev: {
  rpds-py = prev.rpds-py.overridePythonAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [
      pkgs.rustPlatform.cargoSetupHook
      pkgs.rustPlatform.maturinBuildHook
    ];
    cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
      inherit (old) src;
      name = "${old.pname}-${old.version}";
      # Build once: Nix fails and says which hash it got. Put that one here.
      hash = pkgs.lib.fakeHash;
    };
  });
}
