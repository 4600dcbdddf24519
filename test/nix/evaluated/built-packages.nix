# The packages, `lamp-1.0`, of an environment of pyproject.nix, of an application that names one, or of a shell that lists some.
{ lib }:
let
  # Of `/nix/store/HASH-lamp-1.0`.
  named = path: builtins.substring 33 (-1) (baseNameOf (builtins.unsafeDiscardStringContext path));
  environmentsOf =
    value:
    if value ? NIX_PYPROJECT_DEPS then
      [ value ]
    else if value ? venv then
      environmentsOf value.venv
    else
      lib.concatMap environmentsOf (
        lib.filter lib.isDerivation (
          lib.flatten [
            (value.packages or [ ])
            (value.buildInputs or [ ])
            (value.nativeBuildInputs or [ ])
          ]
        )
      );
in
value:
lib.unique (
  lib.concatMap (env: map named (lib.splitString ":" env.NIX_PYPROJECT_DEPS)) (environmentsOf value)
)
