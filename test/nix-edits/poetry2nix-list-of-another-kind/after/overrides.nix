{ pkgs, plus }:
final: prev: {
  foo = prev.foo.overridePythonAttrs (old: {
    buildInputs = plus old.buildInputs [ pkgs.zlib ] ++ [ pkgs.openssl ];
  });
  bar = prev.bar.overridePythonAttrs (old: {
    buildInputs = (if pkgs.stdenv.isLinux then [ pkgs.zlib ] else [ ]) ++ [ pkgs.openssl ];
  });
  baz = prev.baz.overridePythonAttrs (old: {
    buildInputs =
      (old.buildInputs or [ ])
      ++ pkgs.lib.optional pkgs.stdenv.isLinux pkgs.zlib
      ++ [ pkgs.openssl ];
  });
  qux = prev.qux.overridePythonAttrs (old: {
    buildInputs = [ pkgs.openssl ];
  });
}
