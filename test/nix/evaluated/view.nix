# What arrived in one package: the names of its inputs, its source, and what the derivation is given.
package:
let
  nameOf =
    input:
    if input == null then
      "null"
    else if builtins.isAttrs input then
      input.pname or input.name or "unnamed"
    else
      baseNameOf (toString input);
  attrs = package.drvAttrs or package;
in
{
  buildInputs = map nameOf (package.buildInputs or [ ]);
  nativeBuildInputs = map nameOf (package.nativeBuildInputs or [ ]);
  propagatedBuildInputs = map nameOf (package.propagatedBuildInputs or [ ]);
  source = package.src.name or (baseNameOf (toString (package.src or "none")));
  crates = (attrs.cargoDeps or null).name or null;
  variable = attrs.NATIVE_FLAG or null;
  stated = attrs.SETUPTOOLS_SCM_PRETEND_VERSION or null;
  relaxed = attrs.pythonRelaxDeps or [ ];
  ignored = attrs.autoPatchelfIgnoreMissingDeps or [ ];
  derivation = builtins.unsafeDiscardStringContext package.drvPath;
}
