# A module of github:hercules-ci/flake-parts: `checks.pyproject-nix-ls` holds the Python projects of the flake.
{ self }:
let
  server = self;
in
{ lib, self, flake-parts-lib, ... }:
let
  perSystem =
    { config, pkgs, ... }:
    let
      cfg = config.pyproject-nix-ls;
      package = server.packages.${pkgs.stdenv.hostPlatform.system}.default;
    in
    {
      options.pyproject-nix-ls = {
        src = lib.mkOption {
          type = lib.types.path;
          default = self.outPath;
          defaultText = lib.literalExpression "self.outPath";
          description = "The folder whose projects are checked.";
        };
        failOn = lib.mkOption {
          type = lib.types.enum [
            "error"
            "warning"
            "information"
            "hint"
            "never"
          ];
          default = "warning";
          description = "The least severity that fails the check.";
        };
      };
      config.checks.pyproject-nix-ls = pkgs.runCommand "pyproject-nix-ls-check" { } ''
        ${package}/bin/pyproject-nix-ls check --recursive --fail-on ${cfg.failOn} ${cfg.src} | tee $out
      '';
    };
in
{
  options.perSystem = flake-parts-lib.mkPerSystemOption perSystem;
}
