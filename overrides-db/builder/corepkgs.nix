# The native inputs of every Python package of corepkgs, under attribute names where
# the name of the derivation is one.
{ corepkgs }:
let
  pkgs = import corepkgs {
    system = "x86_64-linux";
    config = {
      allowUnfree = true;
      allowBroken = true;
    };
  };
  inherit (pkgs) lib;
  set = pkgs.python3.pkgs;

  isNative =
    input:
    builtins.isAttrs input
    && !(input ? pythonModule)
    && !(lib.hasPrefix "python3" (input.name or ""))
    && !(lib.hasInfix "hook" (input.name or ""));

  attrOf =
    input:
    let
      name = lib.removeSuffix "-wrapper" (input.pname or input.name);
    in
    if pkgs ? ${name} then name else "?${name}";

  orNull =
    value:
    let
      tried = builtins.tryEval (builtins.deepSeq value value);
    in
    if tried.success then tried.value else null;

  look =
    name:
    let
      package = set.${name};
      listed = list: lib.unique (map attrOf (lib.filter isNative (package.${list} or [ ])));
    in
    if builtins.isAttrs package && package ? overridePythonAttrs then
      {
        version = package.version or null;
        buildInputs = listed "buildInputs";
        nativeBuildInputs = listed "nativeBuildInputs";
        propagatedBuildInputs = listed "propagatedBuildInputs";
      }
    else
      null;
in
lib.filterAttrs (_: value: value != null) (lib.genAttrs (builtins.attrNames set) (name: orNull (look name)))
