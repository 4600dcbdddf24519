{ pkgs, ... }:
{
  languages.python = {
    enable = true;
    venv.enable = true;
  };
  packages = [ pkgs.pkg-config pkgs.cairo ];
  env.PIP_NO_BINARY = ":all:";
}
