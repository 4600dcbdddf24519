{ mkShell, python3 }:
let
  shell =
    pkgs:
    mkShell {
      packages = [ python3 ];
    };
in
shell null
