{ config, lib, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  name = "app";
  pip = {
    requirementsList = [ "socks" ];
    pipFlags = [
      "--no-binary"
      ":all:"
      "--only-binary=there,too"
      "--only-binary"
      "foo"
      "--only-binary"
      "bar"
    ];
    overrides.bar.mkDerivation.buildInputs = [ config.deps.zlib ];
  };
  deps = { nixpkgs, ... }: {
    inherit (nixpkgs) zlib;
  };
}
