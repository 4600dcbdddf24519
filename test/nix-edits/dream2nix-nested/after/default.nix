{ config, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  deps = { nixpkgs, ... }: {
    python = nixpkgs.python3;
    inherit (nixpkgs) zlib rustPlatform lib;
  };
  pip = {
    requirementsList = [ "socks" ];
    overrides = {
      bar = {
        mkDerivation = {
          doCheck = false;
          buildInputs = [ config.deps.zlib ];
        };
      };
      baz.mkDerivation.nativeBuildInputs = [ config.deps.python.pkgs.setuptools ];
      foo.mkDerivation.buildInputs = [ config.deps.zlib ];
      rpds-py.env.cargoDeps = config.deps.rustPlatform.fetchCargoVendor {
        inherit (config.pip.drvs.rpds-py.mkDerivation) src;
        name = "${config.pip.drvs.rpds-py.name}-${config.pip.drvs.rpds-py.version}";
        # Build once: Nix fails and says which hash it got. Put that one here.
        hash = config.deps.lib.fakeHash;
      };
      rpds-py.mkDerivation.nativeBuildInputs = [ config.deps.rustPlatform.cargoSetupHook config.deps.rustPlatform.maturinBuildHook ];
    };
  };
}
