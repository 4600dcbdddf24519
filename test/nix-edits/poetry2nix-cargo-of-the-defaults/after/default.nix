{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    cryptography = prev.cryptography.overridePythonAttrs (old: {
      cargoRoot = "src/rust";
      cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
        inherit (old) src;
        sourceRoot = "${old.pname}-${old.version}/src/rust";
        name = "${old.pname}-${old.version}";
        # Build once: Nix fails and says which hash it got. Put that one here.
        hash = pkgs.lib.fakeHash;
      };
      nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [
        pkgs.cargo
        pkgs.rustc
        pkgs.rustPlatform.cargoSetupHook
      ];
      buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools-rust ];
    });
    rpds-py = prev.rpds-py.overridePythonAttrs (old: {
      cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
        inherit (old) src;
        name = "${old.pname}-${old.version}";
        # Build once: Nix fails and says which hash it got. Put that one here.
        hash = pkgs.lib.fakeHash;
      };
    });
    bcrypt = prev.bcrypt.overridePythonAttrs (old: {
      cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
        inherit (old) src;
        sourceRoot = "${old.pname}-${old.version}/src/_bcrypt";
        name = "${old.pname}-${old.version}";
        # Build once: Nix fails and says which hash it got. Put that one here.
        hash = pkgs.lib.fakeHash;
      };
    });
  });
}
