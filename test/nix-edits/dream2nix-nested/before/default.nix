{ config, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  deps = { nixpkgs, ... }: {
    python = nixpkgs.python3;
  };
  pip = {
    requirementsList = [ "socks" ];
    overrides = {
      bar = {
        mkDerivation = {
          doCheck = false;
        };
      };
      baz.mkDerivation.nativeBuildInputs = [ config.deps.python.pkgs.setuptools ];
    };
  };
}
