{
  lib,
  python3,
  xorg,
  zlib,
  libpq,
  ...
}:
let
  python = python3.override {
    packageOverrides = final: prev: {
      bar = prev.bar.overridePythonAttrs (old: {
        doCheck = false;
        buildInputs = (old.buildInputs or [ ]) ++ [ zlib ];
      });
      foo = prev.foo.overridePythonAttrs (old: {
        nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ xorg.libX11 ];
        buildInputs = (old.buildInputs or [ ]) ++ [ zlib libpq.pg_config ];
      });
    };
  };
in
python.pkgs.buildPythonApplication {
  pname = "socks";
  version = "1.0";
}
