{ pkgs }:
self: super: {
  foo = super.foo.overridePythonAttrs {
    doCheck = false;
  };
  bar = super.bar.overridePythonAttrs ({ doCheck = false; });
  baz = super.baz.overridePythonAttrs (_: { doCheck = false; });
  qux = super.qux.overridePythonAttrs (old: { });
}
