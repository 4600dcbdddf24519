{ pkgs }:
self: super:
builtins.mapAttrs
  (name: tools: super.${name}.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ map (tool: super.${tool}) tools;
  }))
  {
    bar = [ "setuptools" ];
    qux = [ "setuptools" ];
  }
// {
  foo = super.foo.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools pkgs.zlib ];
  });
  baz = super.baz.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
}
