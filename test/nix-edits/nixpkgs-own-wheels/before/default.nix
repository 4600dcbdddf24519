{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python3.override {
    packageOverrides = self: super: {
      made = self.buildPythonPackage {
        pname = "made";
        version = "2.0";
      };

      other = super.other.overridePythonAttrs (old: {
        doCheck = false;
      });
    };
  };
in
python.withPackages (ps: [ ps.made ])
