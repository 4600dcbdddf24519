{
  pkgs ? import <nixpkgs> { },
}:
pkgs.mkShell {
  packages = [
    pkgs.uv
    pkgs.python3
  ];
  LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath [
    pkgs.stdenv.cc.cc.lib
    pkgs.libjpeg
    pkgs.zlib
  ];
  shellHook = ''
    uv venv
    uv pip sync pylock.toml
  '';
}
