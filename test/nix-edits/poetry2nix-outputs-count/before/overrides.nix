{ pkgs, lib }:
final: prev: {
  foo = prev.foo.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.openssl.dev (lib.getLib pkgs.zlib) pkgs.xorg.libXft ];
    nativeBuildInputs = [ pkgs.libpq.pg_config ];
  });
}
