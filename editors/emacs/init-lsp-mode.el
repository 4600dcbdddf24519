(load (locate-user-emacs-file "pyproject-nix-ls-lsp-mode"))
