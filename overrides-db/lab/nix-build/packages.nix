# A nixpkgs whose compiler, Python, programs and libraries are Debian's: corepkgs (build support, hooks, the Python package
# set) on stages.nix.
#
# libraries: { ATTRIBUTE = [ DEBIAN PACKAGE … ]; … }; programs: { ATTRIBUTE = [ PROGRAM IN /usr/bin … ]; … }
{ libraries, programs }:
let
  corepkgs = /sources/corepkgs;
  pkgs = import corepkgs {
    system = "x86_64-linux";
    stdenvStages = import ./stages.nix;
    config = {
      allowAliases = false;
      overlays.python = [ (import ./python-packages.nix) ];
    };
    overlays = [ overlay ];
  };

  overlay =
    final: prev:
    let
      inherit (final) lib runCommand;
      library = import ./library.nix { inherit lib runCommand; };
      program =
        name: files:
        runCommand name { pname = name; } ''
          mkdir -p $out/bin $out/share
          for file in ${toString files}; do ln -s /usr/bin/$file $out/bin/$file; done
        '';
      withHook =
        hook: drv:
        drv.overrideAttrs {
          setupHook = hook;
        };
      python = final.callPackage ./python.nix {
        self = python;
        passthruFun = import (corepkgs + "/python/passthrufun.nix") {
          inherit lib;
          inherit (final)
            callPackage
            config
            makeScopeWithSplicing'
            stdenv
            ;
        };
      };
      rust = final.makeRustPlatform {
        inherit (final) cargo rustc;
        cargo-auditable = null;
      };
    in
    builtins.mapAttrs library libraries
    // builtins.mapAttrs program programs
    // {
      python3 = python;
      python313 = python;
      python3Packages = python.pkgs;
      python313Packages = python.pkgs;
      inherit (final.stdenv.cc) bintools;
      binutils = final.bintools;
      uv = program "uv" [ "uv" ] // {
        version = "0";
      };
      ugrep = program "ugrep" [ "grep" ] // {
        meta.mainProgram = "grep";
      };
      unzip = program "unzip" [ "unzip" ];
      patchelf = program "patchelf" [ "patchelf" ];
      diffutils = program "diffutils" [ "diff" "cmp" ];
      pkg-config-unwrapped = program "pkg-config" [ "pkg-config" ] // {
        pname = "pkg-config";
        version = "1.8";
      };
      ninja = withHook (corepkgs + "/pkgs-many/ninja/setup-hook.sh") (program "ninja" [ "ninja" ]);
      cargo = program "cargo" [ "cargo" ];
      rustc = program "rustc" [ "rustc" ] // {
        version = "1.97.1";
      };
      rustPlatform = rust // {
        fetchCargoVendor = import ./crates.nix { inherit lib; };
      };
      auto-patchelf = import ./auto-patchelf.nix {
        inherit (final) stdenv runCommand;
        inherit corepkgs;
      };
      manylinuxPackages = [ ];
      pythonManylinuxPackages = lib.genAttrs [ "manylinux1" "manylinux2010" "manylinux2014" "manylinux_2_28" ] (_: [ ]);
      fetchurl = final.stdenv.fetchurlBoot;
    };
in
pkgs
