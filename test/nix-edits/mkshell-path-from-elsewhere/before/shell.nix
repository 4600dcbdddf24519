{ pkgs, libraryPath }:
pkgs.mkShell {
  LD_LIBRARY_PATH = libraryPath;
}
