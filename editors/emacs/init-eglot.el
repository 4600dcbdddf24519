(load (locate-user-emacs-file "pyproject-nix-ls-eglot"))
