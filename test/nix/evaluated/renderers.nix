# The names of what the renderers of a real pyproject.nix take in `file`, of a set of packages that are their own names.
{
  sources,
  file,
  names,
}:
let
  lib = import (sources + "/nixpkgs-lib/lib");
  pyproject-nix.lib = import (sources + "/pyproject.nix/lib") { inherit lib; };
  packages = lib.genAttrs names (name: { inherit name; });
  python = {
    pname = "python3";
    version = "3.12.4";
    pythonVersion = "3.12";
    passthru = {
      implementation = "cpython";
      pythonVersion = "3.12";
    };
    stdenv = {
      targetPlatform = lib.systems.elaborate "x86_64-linux";
      cc.libc.linuxHeaders.version = "6.1";
    };
    override = _: python;
    withPackages = select: select packages;
    pkgs = packages // {
      buildPythonPackage = { dependencies, ... }: dependencies;
    };
  };
  pkgs.python312 = python;
in
map ({ name }: name) (import file { inherit lib pkgs pyproject-nix; })
