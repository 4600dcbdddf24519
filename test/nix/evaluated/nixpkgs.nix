# The packages of a file that changes nixpkgs' own Python set.
{
  sources,
  file,
  names,
}:
let
  lib = import ./lib.nix { inherit sources; };
  pkgs = import ./packages.nix { inherit sources; };
  python = import file { inherit pkgs; };
in
lib.genAttrs names (name: import ./view.nix python.pkgs.${name})
