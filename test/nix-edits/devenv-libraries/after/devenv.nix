{ pkgs, lib, config, ... }:

{
  env = {
    GREET = "hello";
    PIP_NO_BINARY = ":all:";
  };
  languages.python = {
    enable = true;
    version = "3.12";
    libraries = [
      pkgs.zlib
      pkgs.cairo
    ];
    venv.enable = true;
  };
  packages = [ pkgs.pkg-config pkgs.cairo ];
}
