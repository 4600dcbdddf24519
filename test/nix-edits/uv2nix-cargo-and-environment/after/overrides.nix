{ pkgs, lib }:
final: prev: {
  rpds-py = prev.rpds-py.overrideAttrs (old: {
    cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
      inherit (old) src;
      name = "${old.pname}-${old.version}";
      # Build once: Nix fails and says which hash it got. Put that one here.
      hash = lib.fakeHash;
    };
    nativeBuildInputs =
      (old.nativeBuildInputs or [ ])
      ++ [ pkgs.cargo pkgs.rustc pkgs.rustPlatform.cargoSetupHook ]
      ++ final.resolveBuildSystem { maturin = [ ]; };
  });
  foo = prev.foo.overrideAttrs (old: {
    env = (old.env or { }) // { LIBSASS_EXT = "auto"; };
  });
}
