# A nixpkgs whose compiler, Python, programs and libraries are Debian's: corepkgs (build support, hooks, the Python package
# set) on stages.nix.
#
# libraries: { ATTRIBUTE = [ DEBIAN PACKAGE … ]; … }; programs: { ATTRIBUTE = [ PROGRAM IN /usr/bin … ]; … }
{
  libraries,
  programs,
  wheels ? { },
  manylinux ? [ ],
}:
let
  corepkgs = /sources/corepkgs;
  pkgs = import corepkgs {
    system = "x86_64-linux";
    stdenvStages = import ./stages.nix;
    config = {
      allowAliases = false;
      overlays.python = [ (import ./python-packages.nix wheels) ];
    };
    overlays = [ overlay ];
  };

  # `xorg.libX11`: the one set of sets among the libraries.
  ofXorg = builtins.filter (attr: builtins.substring 0 5 attr == "xorg.") (
    builtins.attrNames libraries
  );

  overlay =
    final: prev:
    let
      inherit (final) lib runCommand;
      library = import ./library.nix { inherit lib runCommand; };
      program =
        name: files:
        runCommand name { pname = name; } ''
          mkdir -p $out/bin $out/share
          for file in ${toString files}; do
            # Out of a wheel, it lies below /usr/local.
            if [ -e /usr/local/bin/$file ]; then ln -s /usr/local/bin/$file $out/bin/; else ln -s /usr/bin/$file $out/bin/; fi
          done
        '';
      withHook =
        hook: drv:
        drv.overrideAttrs {
          setupHook = hook;
        };
      shell = program "bash" [ "bash" "sh" ] // {
        shellPath = "/bin/bash";
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
    builtins.mapAttrs library (removeAttrs libraries ofXorg)
    // {
      xorg =
        (prev.xorg or { })
        // builtins.listToAttrs (
          map (attr: rec {
            name = builtins.substring 5 (-1) attr;
            value = library name libraries.${attr};
          }) ofXorg
        );
    }
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
      # Its hook configures what has a CMakeLists.txt, as nixpkgs' does.
      cmake = (program "cmake" programs.cmake).overrideAttrs {
        setupHooks = [
          (corepkgs + "/pkgs-many/cmake/setup-hook.sh")
          (corepkgs + "/pkgs-many/cmake/configure-phase-hook.sh")
        ];
      };
      bash = shell;
      bashInteractive = shell;
      bashNonInteractive = shell;
      runtimeShell = "/bin/bash";
      coreutils = program "coreutils" (import ./tools.nix);
      findutils = program "findutils" [ "find" "xargs" ];
      gnugrep = program "gnugrep" [ "grep" ];
      gnused = program "gnused" [ "sed" ];
      perl = program "perl" [ "perl" ];
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
      # What PEP 599 has every wheel find.
      pythonManylinuxPackages = lib.genAttrs [ "manylinux1" "manylinux2010" "manylinux2014" ] (_: [
        final.compilerLibraries
        (library "manylinux" manylinux)
      ]);
      compilerLibraries = runCommand "gcc-lib" { } ''
        mkdir -p $out/lib
        for name in libgcc_s.so.1 libstdc++.so.6 libgomp.so.1; do cp -L /usr/lib/x86_64-linux-gnu/$name $out/lib/; done
      '';
      # poetry2nix takes what was downloaded as well.
      fetchPypiLegacy = { file, hash, ... }: final.fetchurl {
        name = file;
        inherit hash;
      };
      # Its fetcher runs curl: this one takes the file of that name.
      curl = runCommand "curl" { } ''
        mkdir -p $out/bin
        cat >$out/bin/curl <<'EOF'
        #!/bin/sh
        for argument; do
          case $previous:$argument in
            --output:*) output=$argument ;;
            *:https://*) file=/files/''${argument##*/} ;;
          esac
          previous=$argument
        done
        exec cp "$file" "$output"
        EOF
        chmod +x $out/bin/curl
      '';
      # As in nixpkgs since 25.05: pg_config is another package.
      postgresql = runCommand "postgresql" { } "mkdir -p $out/bin";
      jq = runCommand "jq" { } "mkdir $out";
      fetchurl = final.stdenv.fetchurlBoot;
    };
in
pkgs
