# The packages of a `requirements.nix`, on a nixpkgs of pypi2nix's time.
{
  sources,
  file,
  names,
}:
let
  pkgs = import (sources + "/nixpkgs-2019") {
    system = "x86_64-linux";
    config = { };
    overlays = [ ];
  };
  inherit (pkgs) lib;
  packages = import file { inherit pkgs; };
in
lib.genAttrs names (name: import ./view.nix packages.${name})
