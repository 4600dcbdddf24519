# What the real git-hooks.nix makes of the documented call.
{
  lib,
  pkgs,
  server,
  documented,
  checkouts,
}:
let
  run = import "${checkouts.gitHooks}/nix/run.nix" {
    inherit lib pkgs;
    tools = { };
    isFlakes = true;
  };
  made = documented {
    inherit pkgs;
    system = "x86_64-linux";
    inputs = {
      pyproject-nix-ls = server;
      git-hooks.lib.x86_64-linux = { inherit run; };
    };
  };
in
{
  config = made.config.configFile.rawJSON;
  packages = map (package: package.name) made.enabledPackages;
}
