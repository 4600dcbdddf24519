{ pkgs }:
self: super:
builtins.mapAttrs (name: arguments: super.${name}.override arguments) {
  bar = { preferWheel = true; };
}
// {
  foo = super.foo.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools ];
  });
}
