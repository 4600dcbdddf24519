# The stages of corepkgs on a stdenv of Debian's own compiler, libc and tools (its `stdenvStages`).
{
  lib,
  localSystem,
  config,
  overlays,
  ...
}:
let
  corepkgs = /sources/corepkgs;
  prefix = "/usr";
  shell = "/bin/bash";

  # /usr/bin by itself would give every build all that Debian has there: python3, perl, gcc unwrapped.
  tools = derivation {
    name = "debian-tools";
    inherit (localSystem) system;
    builder = shell;
    PATH = "/usr/bin";
    args = [
      "-c"
      ''
        set -e
        mkdir -p $out/bin
        for tool in ${toString toolNames}; do
          [ ! -e /usr/bin/$tool ] || ln -s /usr/bin/$tool $out/bin/$tool
        done
        # In Debian these are links by way of /etc.
        ln -s /usr/bin/mawk $out/bin/awk
        ln -s /usr/bin/which.debianutils $out/bin/which
        exit 0
      ''
    ];
  };
  toolNames = import ./tools.nix;

  makeStdenv =
    { cc, fetchurl }:
    import (corepkgs + "/stdenv/generic") {
      buildPlatform = localSystem;
      hostPlatform = localSystem;
      targetPlatform = localSystem;
      preHook = ''
        export NIX_ENFORCE_PURITY=
        export NIX_ENFORCE_NO_NATIVE="''${NIX_ENFORCE_NO_NATIVE-1}"
      '';
      initialPath = [ tools ];
      fetchurlBoot = fetchurl;
      inherit shell cc config;
    };

  libc = {
    pname = "glibc";
    version = "2.41";
    outPath = "/usr/lib/x86_64-linux-gnu";
    linuxHeaders.version = "6.12";
  };
in
[
  (
    { }:
    let
      stdenvNoCC = makeStdenv {
        cc = null;
        fetchurl = null;
      };
      common = {
        inherit lib stdenvNoCC;
        nativeTools = true;
        nativeLibc = true;
        nativePrefix = prefix;
        runtimeShell = shell;
        expand-response-params = "";
      };
      bintools = import (corepkgs + "/build-support/bintools-wrapper") (common // { name = "bintools"; });
    in
    {
      __raw = true;
      inherit stdenvNoCC;
      stdenv = stdenvNoCC;
      fetchurl = import ./fetchurl.nix { inherit (localSystem) system; };
      cc =
        import (corepkgs + "/build-support/cc-wrapper") (
          common
          // {
            name = "cc";
            inherit bintools;
            isGNU = true;
          }
        )
        // {
          inherit libc;
        };
    }
  )
  (prevStage: {
    inherit config overlays;
    stdenv = makeStdenv { inherit (prevStage) cc fetchurl; };
  })
]
