{
  lib,
  python3,
  ...
}:
let
  python = python3.override {
    packageOverrides = final: prev: {
      bar = prev.bar.overridePythonAttrs (old: {
        doCheck = false;
      });
    };
  };
in
python.pkgs.buildPythonApplication {
  pname = "socks";
  version = "1.0";
}
