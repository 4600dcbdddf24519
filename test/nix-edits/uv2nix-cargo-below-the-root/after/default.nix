{ pkgs, lib, pyproject-nix, pyproject-build-systems, workspace }:
(pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python3; }).overrideScope (
  lib.composeManyExtensions [
    pyproject-build-systems.overlays.default
    (workspace.mkPyprojectOverlay { sourcePreference = "sdist"; })
    (final: prev: {
      bcrypt = prev.bcrypt.overrideAttrs (old: {
        cargoRoot = "src/_bcrypt";
        cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
          inherit (old) src;
          sourceRoot = "${old.pname}-${old.version}/src/_bcrypt";
          name = "${old.pname}-${old.version}";
          # Build once: Nix fails and says which hash it got. Put that one here.
          hash = lib.fakeHash;
        };
        nativeBuildInputs =
          (old.nativeBuildInputs or [ ])
          ++ [ pkgs.cargo pkgs.rustc pkgs.rustPlatform.cargoSetupHook ]
          ++ final.resolveBuildSystem { setuptools = [ ]; setuptools-rust = [ ]; };
      });
    })
  ]
)
