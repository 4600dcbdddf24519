{ config, lib, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  name = "app";
  pip.requirementsList = [ "bcrypt" ];
  pip.overrides.bcrypt.env.cargoRoot = "src/_bcrypt";
  pip.overrides.bcrypt.env.cargoDeps = config.deps.rustPlatform.fetchCargoVendor {
    inherit (config.pip.drvs.bcrypt.mkDerivation) src;
    sourceRoot = "${config.pip.drvs.bcrypt.name}-${config.pip.drvs.bcrypt.version}/src/_bcrypt";
    name = "${config.pip.drvs.bcrypt.name}-${config.pip.drvs.bcrypt.version}";
    # Build once: Nix fails and says which hash it got. Put that one here.
    hash = lib.fakeHash;
  };
  pip.overrides.bcrypt.mkDerivation.nativeBuildInputs = [
    config.deps.cargo
    config.deps.rustc
    config.deps.rustPlatform.cargoSetupHook
    config.deps.python.pkgs.setuptools-rust
  ];
  deps = { nixpkgs, ... }: {
    inherit (nixpkgs) cargo rustc rustPlatform;
  };
}
