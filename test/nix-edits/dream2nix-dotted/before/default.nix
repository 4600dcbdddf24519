{
  config,
  lib,
  dream2nix,
  ...
}: {
  imports = [
    dream2nix.modules.dream2nix.pip
  ];

  deps = {nixpkgs, ...}: {
    python = nixpkgs.python313;
    inherit
      (nixpkgs)
      pkg-config
      zlib
      ;
  };

  name = "socks";
  version = "1.0";

  pip = {
    requirementsList = ["socks"];
    overrides.bar.mkDerivation.buildInputs = [config.deps.zlib];
    flattenDependencies = true;
  };
}
