{ python3, zlib }:
python3.pkgs.buildPythonApplication {
  pname = "socks";
  version = "1.0";
}
