# As much of nixpkgs as the module systems ask for that the flake's modules stand in, saying what it was given.
{ lib }:
let
  named =
    name:
    derivation {
      inherit name;
      builder = "/bin/sh";
      system = "x86_64-linux";
    }
    // {
      pname = name;
      version = "1.0.0";
      meta.mainProgram = name;
    };
  programs = lib.genAttrs [
    "bash"
    "coreutils"
    "desktop-file-utils"
    "emacs"
    "gitMinimal"
    "glibcLocalesUtf8"
    "helix"
    "jq"
    "pkg-config"
    "pre-commit"
    "prek"
    "process-compose"
    "shared-mime-info"
    "vscode"
  ] named;
  pkgs = programs // {
    inherit lib;
    stdenv = named "stdenv" // {
      hostPlatform = {
        system = "x86_64-linux";
        isDarwin = false;
        isLinux = true;
      };
      mkDerivation = arguments: named arguments.name;
    };
    appendOverlays = _: pkgs;
    callPackage = _: _: { };
    emacsPackagesFor = _: {
      overrideScope = _: {
        emacsWithPackages =
          packages: named "emacs-with-packages" // { packages = packages { trivialBuild = { src, ... }: src; }; };
      };
    };
    formats =
      lib.genAttrs [ "elixirConf" "gitIni" "ini" "json" "keyValue" "toml" "xml" "yaml" ]
        (_: _: {
          type = lib.types.anything;
          generate = name: value: named name // { inherit value; };
        });
    runCommand = name: arguments: script: named name // arguments // { inherit script; };
    runCommandLocal = pkgs.runCommand;
    rustPlatform.cargoSetupHook = named "cargo-setup-hook";
    symlinkJoin = { name, ... }: named name;
    writeScript = name: _: named name;
    writeText = name: text: named name // { inherit text; };
    writeTextFile = { name, ... }: named name;
  };
in
pkgs
