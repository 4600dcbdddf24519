;;; pyproject-nix-ls-eglot.el --- pyproject-nix-ls in Eglot  -*- lexical-binding: t -*-

;; For Emacs 29 and later: load this file, or copy it into your init file.

(require 'eglot)

(add-to-list 'auto-mode-alist '("/\\(?:poetry\\|uv\\|pdm\\)\\.lock\\'" . conf-toml-mode))

(add-to-list 'eglot-server-programs
             '((toml-ts-mode (conf-toml-mode :language-id "toml"))
               . ("pyproject-nix-ls" "--stdio")))

(defun pyproject-nix-ls-ensure ()
  "Start Eglot in the files of a Python project that pyproject-nix-ls reads."
  (when (and buffer-file-name
             (member (file-name-nondirectory buffer-file-name)
                     '("pyproject.toml" "poetry.lock" "uv.lock" "pdm.lock" "pylock.toml")))
    (eglot-ensure)))

(add-hook 'toml-ts-mode-hook #'pyproject-nix-ls-ensure)
(add-hook 'conf-toml-mode-hook #'pyproject-nix-ls-ensure)

(provide 'pyproject-nix-ls-eglot)
;;; pyproject-nix-ls-eglot.el ends here
