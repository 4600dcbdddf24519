# What the real modules of Home Manager make of the documented configuration, with each editor enabled.
{
  lib,
  pkgs,
  server,
  documented,
  checkouts,
}:
let
  modules = "${checkouts.homeManager}/modules";
  withHomeManager = lib.extend (final: _: { hm = import "${modules}/lib" { lib = final; }; });
  option =
    type: default:
    lib.mkOption { inherit default type; };
  evaluated = withHomeManager.evalModules {
    modules = [
      "${modules}/misc/xdg/default.nix"
      "${modules}/programs/emacs.nix"
      "${modules}/programs/helix.nix"
      "${modules}/programs/vscode/default.nix"
      (documented { inputs.pyproject-nix-ls = server; })
      {
        # Of the modules that are left out.
        options.home = {
          packages = option (lib.types.listOf lib.types.package) [ ];
          file = option (lib.types.attrsOf lib.types.unspecified) { };
          homeDirectory = option lib.types.str "/home/user";
          stateVersion = option lib.types.str "26.05";
        };
        config = {
          _module = {
            args = { inherit pkgs; };
            check = false;
          };
          programs = {
            emacs.enable = true;
            helix.enable = true;
            vscode.enable = true;
          };
        };
      }
    ];
  };
  inherit (evaluated.config) home programs xdg;
in
{
  packages = map (package: package.name) home.packages;
  files = builtins.attrNames home.file;
  helix = xdg.configFile."helix/languages.toml".source.value;
  emacs = map (package: package.text) programs.emacs.finalPackage.packages;
}
