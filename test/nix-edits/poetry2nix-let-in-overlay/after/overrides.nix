final: prev:
let
  pkgs = final.pkgs;
  inherit (pkgs) lib;
in {
  bar = prev.bar.overridePythonAttrs (old: {
    nativeBuildInputs = with pkgs; old.nativeBuildInputs or [ ] ++ [ cmake pkg-config ];
    buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
  });
  foo = prev.foo.overridePythonAttrs (old: {
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
}
