# The checks of a flake that takes what is documented into the real flake-parts, and the real git-hooks.nix.
{
  lib,
  pkgs,
  server,
  documented,
  checkouts,
}:
let
  parts = (import "${checkouts.flakeParts}/flake.nix").outputs {
    self = { };
    nixpkgs-lib = { inherit lib; };
  };
  self = {
    outPath = "/src";
    inputs = { };
    _type = "flake";
  };
  inputs = {
    inherit self;
    pyproject-nix-ls = server;
    git-hooks.flakeModule = "${checkouts.gitHooks or ""}/flake-module.nix";
  };
  project = parts.lib.mkFlake { inherit inputs self; } {
    imports = [ (documented { inherit inputs; }) ];
    systems = [ "x86_64-linux" ];
    perSystem =
      { options, config, ... }:
      {
        _module.args.pkgs = lib.mkForce pkgs;
        checks = lib.optionalAttrs (options ? pre-commit) {
          pre-commit-config = config.pre-commit.settings.configFile;
        };
      };
  };
in
lib.mapAttrs (_: check: check.rawJSON or check.script or check.name) project.checks.x86_64-linux
