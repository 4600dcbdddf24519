# What the project at /project is built to, with real uv2nix and pyproject.nix, or poetry2nix, on packages.nix; and a check
# that its modules can be imported.
let
  given = builtins.fromJSON (builtins.readFile /project/given.json);
  pkgs = import ./packages.nix { inherit (given) libraries manylinux programs wheels; };
  # nixpkgs' lib has functions among its licences since April 2026, which poetry2nix takes for licences.
  lib = (import /sources/nixpkgs-lib/lib).extend (
    _final: prev: {
      licenses = prev.filterAttrs (_name: builtins.isAttrs) prev.licenses;
    }
  );

  pyproject-nix = import /sources/pyproject.nix { inherit lib; };
  uv2nix = import /sources/uv2nix { inherit lib pyproject-nix; };
  outputs = (import /project/app/flake.nix).outputs {
    self = outputs;
    nixpkgs = {
      inherit lib;
      legacyPackages.x86_64-linux = pkgs;
    };
    inherit pyproject-nix uv2nix;
    pyproject-build-systems = import /sources/build-system-pkgs { inherit lib pyproject-nix uv2nix; };
    poetry2nix.lib.mkPoetry2Nix =
      { pkgs }:
      let
        withLib = pkgs // {
          inherit lib;
        };
      in
      import /sources/poetry2nix {
        pkgs = withLib;
        inherit lib;
      };
  };
in
rec {
  libraries = builtins.attrValues (builtins.intersectAttrs given.libraries pkgs);
  package = outputs.packages.x86_64-linux.default;
  imports = pkgs.runCommand "imports" { } ''
    cd /tmp 2>/dev/null || cd $NIX_BUILD_TOP
    # libgit2 wants certificates when pygit2 is imported, and the sandbox has none.
    cat /usr/share/ca-certificates/mozilla/*.crt >$NIX_BUILD_TOP/certificates.crt
    export SSL_CERT_FILE=$NIX_BUILD_TOP/certificates.crt
    ${lib.concatMapStrings (name: "${package}/bin/python -c 'import ${name}'\n") given.modules}
    touch $out
  '';
}
