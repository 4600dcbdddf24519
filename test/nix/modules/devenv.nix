# What the real devenv makes of the documented `devenv.nix`, with the real git-hooks.nix as an input where there is one.
{
  lib,
  pkgs,
  server,
  documented,
  checkouts,
}:
let
  inputs = {
    self = "/src";
    pyproject-nix-ls = server;
  }
  // lib.optionalAttrs (checkouts ? gitHooks) { git-hooks = /. + checkouts.gitHooks; };
  project = lib.evalModules {
    class = "devenv";
    specialArgs = inputs // {
      inherit inputs;
    };
    modules = [
      "${checkouts.devenv}/src/modules/top-level.nix"
      {
        _module.args.pkgs = pkgs;
        devenv = {
          flakesIntegration = true;
          warnOnNewVersion = false;
          root = "/src";
          tmpdir = "/tmp";
        };
      }
      (documented { })
    ];
  };
  inherit (project) config;
  lacks = map (failed: failed.message) (builtins.filter (entry: !entry.assertion) config.assertions);
in
# What is asserted comes before all else, as in the shell that devenv makes.
if lacks != [ ] then
  { inherit lacks; }
else
  {
    inherit lacks;
    packages = map (package: package.name) config.packages;
    tasks = builtins.filter (lib.hasPrefix "devenv:git-hooks") (builtins.attrNames config.tasks);
  }
  // lib.optionalAttrs (config.git-hooks ? configFile) {
    config = config.git-hooks.configFile.rawJSON;
  }
