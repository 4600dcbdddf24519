{ config, lib, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.python-pdm ];
  pdm.lockfile = ./pdm.lock;
  pdm.pyproject = ./pyproject.toml;
}
