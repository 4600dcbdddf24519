{ config, lib, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.python-pdm ];
  pdm.lockfile = ./pdm.lock;
  pdm.pyproject = ./pyproject.toml;
  overrides.bar.buildPythonPackage.pythonRelaxDeps = [ "httpx" ];
  overrides.bar.env.autoPatchelfIgnoreMissingDeps = [ "libcuda.so.1" ];
}
