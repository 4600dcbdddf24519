{ config, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  pip = {
    requirementsList = [ "torch" ];
    overrides = {
      qux.mkDerivation.propagatedBuildInputs = [ config.pip.drvs.attrs.public.out config.pip.drvs.rich.public.out ];
      torch.env.autoPatchelfIgnoreMissingDeps = [ "libcuda.so.1" "libcudart.so.12" ];
      foo.mkDerivation = {
        buildInputs = [ config.deps.zlib ];
        propagatedBuildInputs = [ config.pip.drvs.typing-extensions.public.out config.pip.drvs."2to3".public.out ];
      };
      foo.buildPythonPackage.pythonRelaxDeps = [ "httpx" ];
    };
  };
  deps = { nixpkgs, ... }: {
    inherit (nixpkgs) zlib;
  };
}
