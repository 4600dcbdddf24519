{ config, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  pip.requirementsList = [ "socks" ];
  pip.overrides.foo.mkDerivation.buildInputs = [ config.deps.xorg.libXft ];
  # Has effect when the lock is made anew.
  pip.pipFlags = [ "--only-binary" "bar" ];
  deps = { nixpkgs, ... }: {
    inherit (nixpkgs) xorg;
  };
}
