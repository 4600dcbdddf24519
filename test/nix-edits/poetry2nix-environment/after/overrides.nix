{ pkgs }:
self: super: {
  bar = super.bar.overridePythonAttrs (old: {
    env = (old.env or { }) // { A = "1"; B = "2"; };
  });
  baz = super.baz.overridePythonAttrs (old: {
    doCheck = false;
    env = (old.env or { }) // {
      C = "3";
      D = "4";
    };
  });
  foo = super.foo.overridePythonAttrs (old: {
    env = (old.env or { }) // { SETUPTOOLS_USE_DISTUTILS = "stdlib \"\${x}\""; };
  });
}
