{ pkgs }:
self: super: {
  bar = super.bar.overridePythonAttrs (old: {
    env = (old.env or { }) // { A = "1"; };
  });
  baz = super.baz.overridePythonAttrs (old: {
    doCheck = false;
  });
}
