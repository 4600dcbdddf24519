{ pkgs, lib, config, ... }:

{
  env = {
    GREET = "hello";
  };
  languages.python = {
    enable = true;
    version = "3.12";
    libraries = [
      pkgs.zlib
    ];
    venv.enable = true;
  };
}
