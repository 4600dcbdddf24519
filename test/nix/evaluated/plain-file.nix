# What a file that is no flake comes to once it builds a project with uv2nix: what it fetches is taken from the fetched
# sources by the repository's name, and nixpkgs is given.
{
  sources,
  file,
}:
let
  lib = import ./lib.nix { inherit sources; };
  nixpkgs = import ./nixpkgs.stand-in.nix { inherit sources; } { };
  scope = {
    fetchTarball =
      url: sources + "/${builtins.elemAt (lib.splitString "/" url) 4}";
    __findFile = _path: _name: ./nixpkgs;
  };
  value = builtins.scopedImport scope file;
  result = if builtins.isFunction value then value { pkgs = nixpkgs; } else value;
in
{
  inherit (result) drvPath;
  built = import ./built-packages.nix { inherit lib; } result;
}
