{ pkgs, ... }:

{
  # https://devenv.sh/packages/
  packages = with pkgs; [ git pkg-config cairo ];

  languages.python = {
    enable = true;
    uv.enable = true;
    uv.sync.enable = true;
  };

  env.PIP_NO_BINARY = ":all:";
}
