{ config, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  pip.requirementsList = [ "socks" ];
}
