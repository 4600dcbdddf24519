# `import nixpkgs { … }` of a flake that is evaluated on the sources that PNLS_NIX_SOURCES names.
args:
import ../nixpkgs.stand-in.nix {
  sources = /. + builtins.getEnv "PNLS_NIX_SOURCES";
  minor = builtins.fromJSON (builtins.getEnv "PNLS_NIX_PYTHON");
} args
