# What a module needs to be evaluated here: the lock beside it, whether it is fresh or not, and a format for every package.
folder:
{ lib, ... }:
{
  # nixpkgs of 2026 throws for a package without a format, and dream2nix gives sdists none.
  pip.overrideAll =
    { config, ... }:
    {
      buildPythonPackage.format = lib.mkOverride 900 (
        if lib.hasSuffix ".whl" config.mkDerivation.src then "wheel" else "setuptools"
      );
    };
  lock.content = lib.mkForce (builtins.fromJSON (builtins.readFile (folder + "/lock.json")));
}
