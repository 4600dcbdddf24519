{ pkgs }:
self: super: {
  foo = super.foo.overridePythonAttrs (old: {
    env = (old.env or { }) // { CFLAGS = "''\${x} \${builtins.readFile \"/etc/passwd\"} \\ \" ''\n\t$"; };
  });
}
