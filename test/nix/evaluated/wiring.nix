# What real uv2nix makes of a file that gives `environments`, a list of virtual environments, and perhaps `sets`, from
# which `formats` says of what file each package of a name is made.
{
  sources,
  file,
  names,
}:
let
  lib = import ./lib.nix { inherit sources; };
  pkgs = import ./packages.nix { inherit sources; };
  pyproject-nix = import (sources + "/pyproject.nix") { inherit lib; };
  uv2nix = import (sources + "/uv2nix") { inherit lib pyproject-nix; };
  build-systems = import (sources + "/build-system-pkgs") { inherit lib pyproject-nix uv2nix; };
  result = import file {
    inherit
      lib
      pkgs
      pyproject-nix
      uv2nix
      ;
    pyproject-build-systems = build-systems // {
      overlays = build-systems;
    };
  };
  # `lamp-1.0` of `/nix/store/HASH-lamp-1.0`.
  named = path: builtins.substring 33 (-1) (baseNameOf (builtins.unsafeDiscardStringContext path));
  packagesOf = env: map named (lib.splitString ":" env.NIX_PYPROJECT_DEPS);
in
{
  built = lib.unique (lib.concatMap packagesOf result.environments);
  formats = map (
    set: lib.genAttrs names (name: set.${name}.passthru.format or "local")
  ) (result.sets or [ ]);
  editable = map (input: input.pname or input.name or "") (result.editable or { }).nativeBuildInputs or [ ];
}
