{ pkgs }:
self: super:
builtins.mapAttrs
  (name: tools: super.${name}.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ map (tool: super.${tool}) tools;
  }))
  {
    bar = [ "setuptools" ];
  }
