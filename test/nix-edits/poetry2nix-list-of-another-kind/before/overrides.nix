{ pkgs, plus }:
final: prev: {
  foo = prev.foo.overridePythonAttrs (old: {
    buildInputs = plus old.buildInputs [ pkgs.zlib ];
  });
  bar = prev.bar.overridePythonAttrs (old: {
    buildInputs = if pkgs.stdenv.isLinux then [ pkgs.zlib ] else [ ];
  });
  baz = prev.baz.overridePythonAttrs (old: {
    buildInputs =
      (old.buildInputs or [ ])
      ++ pkgs.lib.optional pkgs.stdenv.isLinux pkgs.zlib;
  });
  qux = prev.qux.overridePythonAttrs (old: {
    buildInputs = [ ];
  });
}
