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
      libpq
      libffi
      ;
  };

  name = "socks";
  version = "1.0";

  pip = {
    requirementsList = ["socks"];
    overrides.bar.mkDerivation.buildInputs = [config.deps.zlib config.deps.libffi];
    overrides.psycopg2.mkDerivation = {
      nativeBuildInputs = [config.deps.libpq.pg_config config.deps.python.pkgs.setuptools];
      buildInputs = [config.deps.libpq];
    };
    overrides.baz.env.A = "b";
    flattenDependencies = true;
  };
}
