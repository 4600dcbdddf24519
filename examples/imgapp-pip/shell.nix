{
  pkgs ? import <nixpkgs> { },
}:
pkgs.mkShell {
  packages = [
    pkgs.python3
  ];
  LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath [
    pkgs.stdenv.cc.cc.lib
    pkgs.libjpeg
    pkgs.zlib
  ];
  shellHook = ''
    python -m venv .venv
    .venv/bin/pip install -r requirements.txt
  '';
}
