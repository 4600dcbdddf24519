{ config, lib, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  name = "app";
  pip = {
    requirementsList = [ "socks" ];
    pipFlags = [
      "--no-binary"
      ":all:"
      "--only-binary=there,too"
    ];
  };
}
