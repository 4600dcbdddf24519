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

      plain = self.buildPythonPackage rec {
        pname = "plain";
        version = "1.0";
        pyproject = true;

        src = pkgs.fetchPypi {
          inherit pname version;
          hash = "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";
        };

        build-system = [ self.setuptools ];
      };

      odd-pkg = self.buildPythonPackage rec {
        pname = "odd-pkg";
        version = "2020.6.20";
        pyproject = true;

        src = pkgs.fetchPypi {
          pname = "Odd_Pkg";
          version = "2020.06.20";
          extension = "zip";
          hash = "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";
        };

        build-system = [ self.hatchling self.cython_0 ];
        nativeBuildInputs = [ pkgs.pkg-config ];
        buildInputs = [ pkgs.zlib pkgs.openssl ];
        dependencies = [
          self.plain
          self.made
          self.other
          self."2to3"
        ];

        env.FLAG = "a \"b\"";
      };

      crated = self.buildPythonPackage rec {
        pname = "crated";
        version = "1.0";
        pyproject = true;

        src = pkgs.fetchPypi {
          inherit pname version;
          # Build once: Nix fails and says which hash it got. Put that one here.
          hash = pkgs.lib.fakeHash;
        };

        cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
          inherit pname version src;
          # Build once: Nix fails and says which hash it got. Put that one here.
          hash = pkgs.lib.fakeHash;
        };

        nativeBuildInputs = [
          pkgs.rustPlatform.cargoSetupHook
          pkgs.rustPlatform.maturinBuildHook
        ];
        dependencies = [ self.plain ];
      };

      pure = self.buildPythonPackage rec {
        pname = "pure";
        version = "3.1";
        format = "wheel";

        src = pkgs.fetchPypi {
          inherit pname version format;
          dist = "py3";
          python = "py3";
          hash = "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";
        };

        buildInputs = [ pkgs.zlib ];
      };
    };
  };
in
python.withPackages (ps: [ ps.made ])
