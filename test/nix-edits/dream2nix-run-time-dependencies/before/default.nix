{ config, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  pip = {
    requirementsList = [ "torch" ];
    overrides = {
      qux.mkDerivation.propagatedBuildInputs = [ config.pip.drvs.attrs.public.out ];
      torch.env.autoPatchelfIgnoreMissingDeps = [ "libcuda.so.1" ];
    };
  };
}
