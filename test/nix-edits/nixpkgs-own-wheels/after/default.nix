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

      two-systems = self.buildPythonPackage rec {
        pname = "two-systems";
        version = "1.0";
        format = "wheel";
        disabled = self.pythonOlder "3.13" || self.pythonAtLeast "3.14";

        src = pkgs.fetchPypi (
          {
            inherit version format;
            pname = "two_systems";
            dist = "cp313";
            python = "cp313";
            abi = "cp313";
          }
          // {
            x86_64-linux = {
              platform = "manylinux_2_17_x86_64.manylinux2014_x86_64";
              hash = "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";
            };
            aarch64-darwin = {
              platform = "macosx_11_0_arm64";
              # Build once: Nix fails and says which hash it got. Put that one here.
              hash = pkgs.lib.fakeHash;
            };
          }.${pkgs.stdenv.hostPlatform.system}
            or (throw "the index has no wheel of ${pname} ${version} for ${pkgs.stdenv.hostPlatform.system}")
        );

        nativeBuildInputs = pkgs.lib.optionals pkgs.stdenv.hostPlatform.isLinux [ pkgs.autoPatchelfHook ];
        buildInputs = pkgs.lib.optionals pkgs.stdenv.hostPlatform.isLinux [ pkgs.stdenv.cc.cc.lib pkgs.zlib ];
        dependencies = [ self.made ];
      };

      mixed = self.buildPythonPackage rec {
        pname = "mixed";
        version = "2.0";
        format = "wheel";

        src = pkgs.fetchPypi (
          {
            inherit pname format;
            version = "2";
          }
          // {
            x86_64-linux = {
              dist = "cp39";
              python = "cp39";
              abi = "abi3";
              platform = "manylinux2014_x86_64";
              hash = "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";
            };
            aarch64-linux = {
              dist = "cp313";
              python = "cp313";
              abi = "cp313";
              platform = "manylinux2014_aarch64";
              hash = "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";
            };
          }.${pkgs.stdenv.hostPlatform.system}
            or (throw "the index has no wheel of ${pname} ${version} for ${pkgs.stdenv.hostPlatform.system}")
        );

        nativeBuildInputs = [ pkgs.autoPatchelfHook ];
        buildInputs = [ pkgs.stdenv.cc.cc.lib ];
      };
    };
  };
in
python.withPackages (ps: [ ps.made ])
