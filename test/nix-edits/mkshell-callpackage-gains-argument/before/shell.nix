{ mkShell, lib, python3 }:
mkShell {
  packages = [ python3 ];
}
