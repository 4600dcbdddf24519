# A module of Home Manager: the server on the PATH, and set up in the editors that are named.
{ self }:
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.programs.pyproject-nix-ls;
  editors = "${cfg.package}/lib/node_modules/pyproject-nix-ls/editors";
  forEditor =
    name:
    lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether ${name} starts the server for the files that it knows.";
    };
in
{
  options.programs.pyproject-nix-ls = {
    enable = lib.mkEnableOption "pyproject-nix-ls, a language server for Python project and lock files";
    package = lib.mkOption {
      type = lib.types.package;
      default = self.packages.${pkgs.stdenv.hostPlatform.system}.default;
      description = "The package that is installed.";
    };
    neovim.enable = forEditor "Neovim (0.11 and later)";
    helix.enable = forEditor "Helix";
    emacs.enable = forEditor "Emacs (29 and later, by Eglot)";
    vscode.enable = forEditor "VS Code, by its extension,";
  };

  config = lib.mkIf cfg.enable (
    lib.mkMerge [
      { home.packages = [ cfg.package ]; }
      (lib.mkIf cfg.neovim.enable {
        xdg.configFile."nvim/lsp/pyproject_nix_ls.lua".source = "${editors}/neovim/lsp/pyproject_nix_ls.lua";
        xdg.configFile."nvim/plugin/pyproject_nix_ls.lua".source = "${editors}/neovim/init.lua";
      })
      (lib.mkIf cfg.helix.enable {
        programs.helix.languages = builtins.fromTOML (
          builtins.readFile ../editors/helix/languages.toml
        );
      })
      (lib.mkIf cfg.vscode.enable {
        # The package is an extension too.
        programs.vscode.profiles.default.extensions = [ cfg.package ];
      })
      (lib.mkIf cfg.emacs.enable {
        programs.emacs.extraConfig = ''
          (load "${editors}/emacs/pyproject-nix-ls-eglot.el")
        '';
      })
    ]
  );
}
