{ config, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  pip.requirementsList = [ "socks" ];
  pip.overrides.foo.mkDerivation.buildInputs = [ config.deps.xorg.libXft ];
  deps = { nixpkgs, ... }: {
    inherit (nixpkgs) xorg;
  };
}
