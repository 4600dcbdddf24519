{ config, dream2nix, ... }:
let
  withSetuptools = {
    mkDerivation.nativeBuildInputs = [ config.deps.python.pkgs.setuptools ];
  };
in {
  imports = [ dream2nix.modules.dream2nix.pip ];
  pip = {
    overrides.foo = import ./foo.nix { inherit config; };
    overrides.bar = withSetuptools;
  };
}
